using System.Text;
using System.Text.Json.Nodes;
using KongLite.Admin.Decoding;

namespace KongLite.Tests.Admin.Decoding;

public sealed class FormBodyTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("a=1&b=", """{"a":"1","b":""}""")]
    [InlineData("a", """{"a":true}""")]
    [InlineData("=x&&a=1&", """{"a":"1"}""")]
    [InlineData("a=x=y", """{"a":"x=y"}""")]
    [InlineData("a=1+2%2B3&%61b=4", """{"a":"1 2+3","ab":"4"}""")]
    [InlineData("a=%zz%41%4", """{"a":"%zzA%4"}""")]
    [InlineData("a=1&a=2&a", """{"a":["1","2",true]}""")]
    [InlineData("a.b.c=x", """{"a":{"b":{"c":"x"}}}""")]
    [InlineData("a.b=1&a.c=2", """{"a":{"b":"1","c":"2"}}""")]
    [InlineData("a[]=1", """{"a":["1"]}""")]
    [InlineData("a[]=1&a[]=2", """{"a":["1","2"]}""")]
    [InlineData("a%5B%5D=1&a%5B%5D=2", """{"a":["1","2"]}""")]
    [InlineData("a%255B%255D=1", """{"a":["1"]}""")]
    [InlineData("a[2]=y&a[1]=x", """{"a":["x","y"]}""")]
    [InlineData("a[01]=x&a[2.0]=y&a[ 3]=z", """{"a":["x","y","z"]}""")]
    [InlineData("a[1].b=x&a[1].c=y&a[2].b=z", """{"a":[{"b":"x","c":"y"},{"b":"z"}]}""")]
    [InlineData("a.b[1].c[2]=x&a.b[1].c[1]=w", """{"a":{"b":[{"c":["w","x"]}]}}""")]
    [InlineData("a[k]=x&a[l.m]=y", """{"a":{"k":"x","l.m":"y"}}""")]
    [InlineData("a[k][1]=x", """{"a":{"k":["x"]}}""")]
    [InlineData("a[0]=x", """{"a":{"0":"x"}}""")]
    [InlineData("a[1]=x&a[3]=z", """{"a":{"1":"x","3":"z"}}""")]
    [InlineData("a[1]=x&a[1]=y", """{"a":[["x","y"]]}""")]
    [InlineData("a[-1]=x", """{"a":{"-1":"x"}}""")]
    [InlineData("a[].b=x", """{"a":{"b":"x"}}""")]
    [InlineData("a=x&a[1]=y", """{"a":["y","x"]}""")]
    [InlineData("a..b=x", """{"a":{"b":"x"}}""")]
    [InlineData(".a=x", """{"name":"x"}""")]
    [InlineData("a.=x", """{"name":"x"}""")]
    [InlineData("[a]=x", """{"[a]":"x"}""")]
    [InlineData("a[1=x&b]=y", """{"a[1":"x","b]":"y"}""")]
    public void Builds_objects_and_lists_from_names(string form, string json)
    {
        JsonObject? fields = FormBody.Parse(form, takesMapKeys: true);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), fields), fields?.ToJsonString());
    }

    [Fact]
    public void Takes_keys_in_brackets_literally_in_queries_of_reads()
    {
        JsonObject? fields = FormBody.Parse("a[k]=x&b[]=y", takesMapKeys: false);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"a[k]":"x","b":["y"]}"""), fields), fields?.ToJsonString());
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    [InlineData(100_000, true)]
    public void Refuses_more_than_a_thousand_pairs(int pairs, bool refused)
    {
        JsonObject? fields = FormBody.Parse(string.Join('&', Enumerable.Repeat("t=1", pairs)), takesMapKeys: true);

        Assert.Equal(refused, fields is null);
    }

    [Fact]
    public void Takes_a_name_literally_that_nests_too_deep()
    {
        string name = string.Join('.', Enumerable.Repeat("a", 100_000));

        JsonObject? fields = FormBody.Parse(name + "=x", takesMapKeys: true);

        Assert.Equal(name, Assert.Single(fields!).Key);
    }

    [Fact]
    public void Keeps_the_place_of_bytes_that_are_no_utf8()
    {
        JsonObject? fields = FormBody.Parse("a=x%FFy"u8, takesMapKeys: true);

        Assert.Equal("invalid utf-8 character sequence detected at position 2", KongLite.Sdk.Schema.Utf8Text.Check((string)fields!["a"]!));
    }

    [Fact]
    public void Reads_utf8()
    {
        JsonObject? fields = FormBody.Parse(Encoding.UTF8.GetBytes("a=%C3%BC名"), takesMapKeys: true);

        Assert.Equal("ü名", (string)fields!["a"]!);
    }
}
