using System.Text;
using KongLite.Plugins.RequestTransformer;

namespace KongLite.Tests.Plugins.RequestTransformer;

/// <summary>What single rules do to forms, queries and parts.</summary>
public sealed class FieldsTests
{
    private const string Parts =
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\nContent-Type: x/y\r\n\r\n\u00ff\u0000\r\n--b--\r\n";

    private const string File = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\nContent-Type: x/y\r\n\r\n\u00ff\u0000\r\n";

    public static TheoryData<string, string, bool, string> Forms => new()
    {
        { "a=1&b=2&a=3", "remove a", true, "b=2" },
        { "a=1", "remove b", false, "a=1" },
        { "a=1&b=2&a=3&c=4", "rename a c", true, "c=1&b=2&c=3" },
        { "a=1", "rename a a", false, "a=1" },
        { "a=1", "rename b c", false, "a=1" },
        { "a=1&b=2&a=3", "replace a x", true, "a=x&b=2" },
        { "a=1", "replace b x", false, "a=1" },
        { "a=1", "add a x", false, "a=1" },
        { "a", "add a x", false, "a" },
        { "a=1", "add b x", true, "a=1&b=x" },
        { "a=1&b=2", "append a x", true, "a=1&a=x&b=2" },
        { "a&b=2", "append a x", true, "a=x&b=2" },
        { "a&a", "append a x", true, "a&a&a=x" },
        { "", "append a :/x", true, "a=%3A%2Fx" },
        { "x=a+b%20c%zz&y=%C3%A9%E9&=q&z=", "remove none", false, "x=a%20b%20c%25zz&y=%C3%A9%E9&z=" },
    };

    public static TheoryData<string, string, bool, string> Multiparts => new()
    {
        { Parts, "remove a", true, File + "--b--\r\n" },
        { Parts, "remove f", true, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n" },
        { Parts, "rename a n", true, "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n" + File + "--b--\r\n" },
        { Parts, "rename f n", false, Parts },
        { Parts, "replace a x", true, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n" + File + "--b--\r\n" },
        { Parts, "replace f x", false, Parts },
        { Parts, "add f x", false, Parts },
        { Parts, "add n\"\r\n x", true, Parts[..^7] + "--b\r\nContent-Disposition: form-data; name=\"n%22%0D%0A\"\r\n\r\nx\r\n--b--\r\n" },
        { Parts, "append a x", false, Parts },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Changes_forms(string form, string rule, bool isChanged, string expected)
    {
        var fields = FormFields.Parse(Encoding.ASCII.GetBytes(form));

        Assert.Equal(isChanged, Apply(fields, rule));
        Assert.Equal(expected, Encoding.ASCII.GetString(fields.ToBytes()));
    }

    [Fact]
    public void Leaves_what_follows_too_many_arguments_as_it_is()
    {
        var fields = FormFields.Parse("a=1&b=2&c=%3&&b=4"u8, most: 2);

        Apply(fields, "remove b");
        Apply(fields, "add d 5");

        Assert.Equal("a=1&d=5&c=%3&&b=4", Encoding.ASCII.GetString(fields.ToBytes()));
    }

    [Theory]
    [MemberData(nameof(Multiparts))]
    public void Changes_parts(string body, string rule, bool isChanged, string expected)
    {
        MultipartFields fields = MultipartFields.Read(Encoding.Latin1.GetBytes(body), "multipart/form-data; boundary=b")!;

        Assert.Equal(isChanged, Apply(fields, rule));
        Assert.Equal(expected, Encoding.Latin1.GetString(fields.ToBytes()));
    }

    [Theory]
    [InlineData("multipart/form-data", Parts)]
    [InlineData("multipart/form-data; boundary=other", Parts)]
    [InlineData("multipart/form-data; boundary=b", "no parts")]
    public void Leaves_alone_what_has_no_parts(string contentType, string body)
    {
        Assert.Null(MultipartFields.Read(Encoding.Latin1.GetBytes(body), contentType));
    }

    [Fact]
    public void Writes_a_query_by_name_and_keeps_the_order_of_equal_names()
    {
        var fields = FormFields.Parse("z=1&a=2&m&a=1&B=0"u8);

        Assert.Equal("B=0&a=2&a=1&m&z=1", fields.ToQuery());
    }

    private static bool Apply(IFields fields, string rule)
    {
        string[] words = rule.Split(' ');
        return words[0] switch
        {
            "remove" => fields.Remove(words[1]),
            "rename" => fields.Rename(words[1], words[2]),
            "replace" => fields.Replace(words[1], words[2]),
            "add" => fields.Add(words[1], words[2]),
            _ => fields.Append(words[1], words[2]),
        };
    }
}
