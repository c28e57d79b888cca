using System.Text;
using KongLite.Sdk.Exchanges;
using KongLite.Tests.Plugins;

namespace KongLite.Tests.Sdk.Exchanges;

public sealed class BodyParserTests
{
    private const string Multipart = "multipart/form-data; boundary=B";

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=1&a=2&b&c=&d=x%20y+z&=q", """{"a":["1","2"],"b":true,"c":"","d":"x y z"}""")]
    [InlineData("Application/X-WWW-Form-Urlencoded; charset=UTF-8", "a=1", """{"a":"1"}""")]
    [InlineData("application/x-www-form-urlencoded", "", "{}")]
    [InlineData("application/json", """{"a":[],"b":null,"n":[0,-1,1e3,12345678901234567890]}""", """{"a":[],"b":null,"n":[0,-1,1e3,12345678901234567890]}""")]
    [InlineData("application/json-patch+json", "[1]", "[1]")]
    [InlineData("APPLICATION/JSON", """ {"a":1,"a":2} """, """{"a":2}""")]
    [InlineData(Multipart, "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n", """{"a":"1"}""")]
    [InlineData("multipart/form-data; boundary=\"B\"", "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B--", """{"a":"1"}""")]
    [InlineData(Multipart, "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B\r\ncontent-disposition: form-data; name=\"a\"; filename=\"f\"\r\nContent-Type: x/y\r\n\r\nl1\r\nl2\r\n--B--\r\n", """{"a":["1","l1\r\nl2"]}""")]
    [InlineData(Multipart, "--B\r\nContent-Disposition: form-data; name=\"größe\"\r\n\r\nü\r\n--B\r\nContent-Disposition: form-data; name=\"x/y\"\r\n\r\n\r\n--B--\r\n", """{"größe":"ü","x/y":""}""")]
    [InlineData(Multipart, "--B--\r\n", "{}")]
    [InlineData(Multipart, "no parts at all", "{}")]
    [InlineData(Multipart, "", "{}")]
    [InlineData("multipart/form-data", "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n", "{}")]
    [InlineData(Multipart, "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n--Bx\r\n--B--\r\n", """{"a":"--Bx"}""")]
    public void Reads_bodies_by_their_type(string type, string body, string expected)
    {
        ParsedBody parsed = Parse(type, body);

        TestExchange.Equal(expected, parsed.Value);
        Assert.Equal(BodyFailure.None, parsed.Failure);
    }

    [Theory]
    [InlineData(null, "a=1", BodyFailure.MissingContentType)]
    [InlineData("text/plain", "a=1", BodyFailure.UnsupportedContentType)]
    [InlineData("application/vnd.api+json", "{}", BodyFailure.UnsupportedContentType)]
    [InlineData("", "{}", BodyFailure.UnsupportedContentType)]
    [InlineData("application/json", "", BodyFailure.InvalidJson)]
    [InlineData("application/json", "{", BodyFailure.InvalidJson)]
    [InlineData("application/json", "null", BodyFailure.InvalidJson)]
    [InlineData("application/json", "\"s\"", BodyFailure.InvalidJson)]
    [InlineData("application/json", "3", BodyFailure.InvalidJson)]
    [InlineData("application/json", "{} {}", BodyFailure.InvalidJson)]
    [InlineData("application/json", "{\"a\":\"\\ud800\"}", BodyFailure.InvalidJson)]
    public void Says_why_a_body_cannot_be_read(string? type, string body, BodyFailure failure)
    {
        ParsedBody parsed = Parse(type, body);

        Assert.Null(parsed.Value);
        Assert.Equal(failure, parsed.Failure);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_text_and_nesting_without_end()
    {
        string deep = new string('[', 10_000) + new string(']', 10_000);

        Assert.Equal(BodyFailure.InvalidJson, BodyParser.Parse("application/json", new byte[] { 0x22, 0xff, 0x22 }, isLarge: false, 100).Failure);
        Assert.Equal(BodyFailure.InvalidJson, Parse("application/json", deep).Failure);
    }

    [Theory]
    [InlineData("application/json", BodyFailure.TooLarge)]
    [InlineData("application/x-www-form-urlencoded", BodyFailure.TooLarge)]
    [InlineData(Multipart, BodyFailure.TooLarge)]
    [InlineData("text/plain", BodyFailure.UnsupportedContentType)]
    [InlineData(null, BodyFailure.MissingContentType)]
    public void Does_not_read_large_bodies(string? type, BodyFailure failure) =>
        Assert.Equal(failure, BodyParser.Parse(type, Encoding.UTF8.GetBytes("{}"), isLarge: true, 100).Failure);

    [Fact]
    public void Reads_as_many_form_arguments_as_the_node_allows()
    {
        string form = string.Join('&', Enumerable.Range(0, 100_000).Select(i => $"k{i}=v"));

        ParsedBody parsed = Parse("application/x-www-form-urlencoded", form);

        Assert.Equal(100, parsed.Value!.AsObject().Count);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=1&key=x&b=%20y&key=z", "a=1&b=+y")]
    [InlineData("application/json", """{"key":"x","keep":[1.50]}""", """{"keep":[1.50]}""")]
    [InlineData("application/json", "[1, 2]", "[1, 2]")]
    [InlineData(Multipart, "--B\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n1\r\n--B\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n--B--\r\n", "--B\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n--B--\r\n")]
    public void Takes_a_name_out_and_leaves_the_rest(string type, string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Parse(type, body).Without("key").Span));

    private static ParsedBody Parse(string? type, string body) => BodyParser.Parse(type, Encoding.UTF8.GetBytes(body), isLarge: false, 100);
}
