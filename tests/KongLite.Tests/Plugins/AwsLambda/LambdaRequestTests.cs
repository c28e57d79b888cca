using System.Text;
using System.Text.Json.Nodes;
using KongLite.Plugins.AwsLambda;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.AwsLambda;

public sealed class LambdaRequestTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";
    private static readonly AwsLambdaConfig Plain = new();
    private static readonly AwsLambdaConfig Body = new() { ForwardRequestBody = true };
    private static readonly AwsLambdaConfig Gateway = new() { AwsgatewayCompatible = true };

    [Theory]
    [InlineData("/x", null, null, "{}")]
    [InlineData("/x?", null, null, "{}")]
    [InlineData("/x?a=1&a=2&b&c=&d=x%20y+z", null, null, """{"a":["1","2"],"b":true,"c":"","d":"x y z"}""")]
    [InlineData("/x?a=q&z=1", Form, "a=b&c=d&c=e&f", """{"a":"b","c":["d","e"],"f":true,"z":"1"}""")]
    [InlineData("/x?a=1&a=2", Form, "a=3", """{"a":"3"}""")]
    [InlineData("/x?z=1", Json, """{"e":null,"f":1.5}""", """{"e":null,"f":1.5,"z":"1"}""")]
    [InlineData("/x?a=1", Json, """{"a":null}""", """{"a":null}""")]
    [InlineData("/x?a=1", Json, """{"a":{"deep":[]}}""", """{"a":{"deep":[]}}""")]
    [InlineData("/x?k=v", Json, "[1,2]", """{"1":1,"2":2,"k":"v"}""")]
    [InlineData("/x", Json, "[1,[]]", "[1,[]]")]
    [InlineData("/x", Json, "[]", "{}")]
    [InlineData("/x?k=v", Json, "null", """{"k":"v"}""")]
    [InlineData("/x?k=v", Json, "\"s\"", """{"k":"v"}""")]
    [InlineData("/x?k=v", Json, "{", """{"k":"v"}""")]
    [InlineData("/x?k=v", "text/plain", "a=1", """{"k":"v"}""")]
    [InlineData("/x?k=v", null, "a=1", """{"k":"v"}""")]
    [InlineData("/x?k=v", "application/vnd.api+json", "{}", """{"k":"v"}""")]
    [InlineData("/x?q=1", "multipart/form-data; boundary=B", "--B\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\n2\r\n--B--\r\n", """{"q":"2"}""")]
    [InlineData("/x?a=%2F%22%5C%0A%09&%F0%9F%98%80=smile", null, null, """{"a":"/\"\\\n\t","😀":"smile"}""")]
    public async Task Merges_query_and_body(string target, string? type, string? body, string expected) =>
        TestExchange.Equal(expected, await BuildAsync(Plain, "POST", target, body, type));

    [Fact]
    public async Task Reads_a_hundred_query_arguments()
    {
        JsonNode payload = await BuildAsync(Plain, "GET", "/x?" + string.Join('&', Enumerable.Range(0, 150).Select(i => $"k{i}=v")), null, null);

        Assert.Equal(100, payload.AsObject().Count);
    }

    [Fact]
    public async Task Keeps_JSON_as_deep_as_the_parser_lets_in()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 999)) + "1" + new string('}', 999);

        LambdaPayloadResult payload = await new LambdaRequest(Plain, NullLogger.Instance).BuildAsync(TestExchange.Of("POST", "/", deep, ("Content-Type", Json)));

        Assert.Equal(deep, Encoding.UTF8.GetString(payload.Bytes.Span));
    }

    [Theory]
    [InlineData(8000, true)]
    [InlineData(10_228, true)]
    [InlineData(11_400, false)]
    public async Task Drops_large_bodies_in_default_mode(int length, bool isSent)
    {
        string body = $$"""{"a":"{{new string('x', length)}}"}""";

        JsonNode payload = await BuildAsync(Plain with { SkipLargeBodies = false }, "POST", "/x?k=v", body, Json);

        Assert.Equal(isSent ? 2 : 1, payload.AsObject().Count);
    }

    [Fact]
    public async Task Forwards_the_method_alone() =>
        TestExchange.Equal("""{"request_method":"PATCH"}""", await BuildAsync(new() { ForwardRequestMethod = true }, "PATCH", "/x?a=1", "b=2", Form));

    [Theory]
    [InlineData("/p", """{"request_uri":"/p","request_uri_args":{}}""")]
    [InlineData("/p?", """{"request_uri":"/p?","request_uri_args":{}}""")]
    [InlineData("/a%20b//../c?x=1&z=&y", """{"request_uri":"/a%20b//../c?x=1&z=&y","request_uri_args":{"x":"1","z":"","y":true}}""")]
    public async Task Forwards_the_target_as_the_client_wrote_it(string target, string expected) =>
        TestExchange.Equal(expected, await BuildAsync(new() { ForwardRequestUri = true }, "GET", target, "b=2", Form));

    [Fact]
    public async Task Shows_changed_arguments_beside_the_original_target()
    {
        Exchange exchange = TestExchange.Of("GET", "/p?a=1");
        exchange.Upstream.SetRawQuery("a=1&added=2");

        TestExchange.Equal(
            """{"request_uri":"/p?a=1","request_uri_args":{"a":"1","added":"2"}}""", await BuildAsync(new() { ForwardRequestUri = true }, exchange));
    }

    [Fact]
    public async Task Forwards_headers_by_lower_case_name()
    {
        Exchange exchange = TestExchange.Of(
            "GET", "/", null, ("Host", "Api.Example.com:8000"), ("X-Multi", "1"), ("X-Multi", "2"), ("X-Empty", ""), ("x_under", "u"), ("X.Dot", "d"),
            (":authority", "h"), ("X-Latin", "gr\u00c3\u00bc\u00c3\u009fe"));

        TestExchange.Equal(
            """{"request_headers":{"host":"Api.Example.com:8000","x-multi":["1","2"],"x-empty":"","x_under":"u","x-latin":"grüße"}}""",
            await BuildAsync(new() { ForwardRequestHeaders = true }, exchange));
    }

    [Fact]
    public async Task Forwards_a_hundred_header_lines()
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, [.. Enumerable.Range(0, 150).Select(i => ($"X-{i}", "v"))]);

        JsonNode payload = await BuildAsync(new() { ForwardRequestHeaders = true }, exchange);

        Assert.Equal(100, payload["request_headers"]!.AsObject().Count);
    }

    [Theory]
    [InlineData(null, "a=1", true, """{"request_body":"YT0x","request_body_base64":true,"request_body_args":{}}""")]
    [InlineData(null, "a=1", false, """{"request_body":"a=1","request_body_args":{}}""")]
    [InlineData("text/plain", "a=1", true, """{"request_body":"a=1","request_body_args":{}}""")]
    [InlineData("application/xml", "<xml/>", true, """{"request_body":"<xml/>","request_body_args":{}}""")]
    [InlineData("text/plain; charset=utf-8", "a=1", true, """{"request_body":"YT0x","request_body_base64":true,"request_body_args":{}}""")]
    [InlineData("Text/Plain", "a=1", true, """{"request_body":"YT0x","request_body_base64":true,"request_body_args":{}}""")]
    [InlineData("application/octet-stream", "01234", true, """{"request_body":"MDEyMzQ=","request_body_base64":true,"request_body_args":{}}""")]
    [InlineData(Form, "a=1", true, """{"request_body":"a=1","request_body_args":{"a":"1"}}""")]
    [InlineData("multipart/form-data; boundary=B", "--B--", true, """{"request_body":"--B--","request_body_args":{}}""")]
    [InlineData(Json, """{"n":1}""", true, """{"request_body":"{\"n\":1}","request_body_args":{"n":1}}""")]
    [InlineData(Json, "[]", true, """{"request_body":"[]","request_body_args":[]}""")]
    [InlineData(Json, "a=1", true, """{"request_body":"a=1"}""")]
    [InlineData(Json, "3", true, """{"request_body":"3"}""")]
    [InlineData(null, null, true, """{"request_body":"","request_body_base64":true,"request_body_args":{}}""")]
    [InlineData(null, null, false, """{"request_body_args":{}}""")]
    [InlineData(Form, null, true, """{"request_body_args":{}}""")]
    [InlineData("text/plain", null, true, """{"request_body_args":{}}""")]
    [InlineData(Json, null, true, "{}")]
    public async Task Forwards_bodies_by_their_type(string? type, string? body, bool encodes, string expected) =>
        TestExchange.Equal(expected, await BuildAsync(Body with { Base64EncodeBody = encodes }, "POST", "/", body, type));

    [Theory]
    [InlineData(null, """{"request_body":"","request_body_base64":true,"request_body_args":{}}""")]
    [InlineData("text/plain", """{"request_body_args":{}}""")]
    [InlineData(Json, "{}")]
    [InlineData(Form, "{}")]
    public async Task Leaves_large_bodies_out_of_what_it_forwards(string? type, string expected) =>
        TestExchange.Equal(expected, await BuildAsync(Body, "POST", "/", new string('x', 32_768), type));

    [Theory]
    [InlineData("text/plain", false, "request_body request_body_args")]
    [InlineData(Json, false, "request_body")]
    [InlineData("text/plain", null, "request_body request_body_args")]
    public async Task Forwards_large_bodies_when_told(string type, bool? skips, string members)
    {
        string body = new('x', 32_768);

        JsonNode payload = await BuildAsync(Body with { SkipLargeBodies = skips }, "POST", "/", body, type);

        Assert.Equal(body, (string?)payload["request_body"]);
        Assert.Equal(members, string.Join(' ', payload.AsObject().Select(member => member.Key)));
    }

    [Fact]
    public async Task Takes_a_null_switch_for_no_Base64_when_forwarding_and_for_Base64_in_events()
    {
        JsonNode forwarded = await BuildAsync(Body with { Base64EncodeBody = null }, "POST", "/", "a", null);
        JsonNode sent = await BuildAsync(Gateway with { Base64EncodeBody = null, SkipLargeBodies = null }, "POST", "/", new string('a', 20_000), null);

        TestExchange.Equal("""{"request_body":"a","request_body_args":{}}""", forwarded);
        Assert.Equal(("", true), ((string?)sent["body"], (bool)sent["isBase64Encoded"]!));
    }

    [Fact]
    public async Task Does_not_forward_bytes_that_are_not_text_as_text()
    {
        Exchange exchange = TestExchange.Of(new NodeInfo(), "POST", "/", [0xff, 0xfe], ("Content-Type", "text/plain"));

        LambdaPayloadResult payload = await new LambdaRequest(Body, NullLogger.Instance).BuildAsync(exchange);

        Assert.NotNull(payload.Failure);
    }

    [Fact]
    public async Task Makes_the_event_that_the_reference_shows()
    {
        Exchange exchange = TestExchange.Of(
            "GET", "/v1/items/7?x=1&x=2&y", null, ("host", "api.example.com:8000"), ("User-Agent", "ua"), ("X-M", "1"), ("X-M", "2"));
        exchange.RoutePath = @"/v1/items/(?<id>\d+)";
        exchange.Upstream.Path = "/v1/items/7";
        exchange.Request.Captures = new UriCaptures(new Dictionary<string, string> { ["id"] = "7", ["name"] = "j%C3%B6rg+x" }, []);

        TestExchange.Equal(
            """
            {"version":"1.0","resource":"/v1/items/(?<id>\\d+)","path":"/v1/items/7","httpMethod":"GET",
             "headers":{"host":"api.example.com:8000","user-agent":"ua","x-m":"1"},
             "multiValueHeaders":{"host":["api.example.com:8000"],"user-agent":["ua"],"x-m":["1","2"]},
             "pathParameters":{"id":"7","name":"jörg+x"},
             "queryStringParameters":{"x":"1","y":true},
             "multiValueQueryStringParameters":{"x":["1","2"],"y":[true]},
             "body":"","isBase64Encoded":true,
             "requestContext":{"path":"/v1/items/7","resourcePath":"/v1/items/7","protocol":"HTTP/1.1","httpMethod":"GET",
              "domainName":"api.example.com","domainPrefix":"api","identity":{"sourceIp":"203.0.113.9","userAgent":"ua"},
              "requestId":"0123456789abcdef0123456789abcdef","requestTime":"22/Nov/2026:15:55:01 +0000","requestTimeEpoch":1795362901663}}
            """,
            await BuildAsync(Gateway with { ForwardRequestMethod = true }, exchange));
    }

    [Theory]
    [InlineData("Api.Example.com:8000", "api.example.com", "api")]
    [InlineData("10.1.2.3", "10.1.2.3", "10")]
    [InlineData("localhost:9", "localhost", "localhost")]
    [InlineData("trailing.dot.", "trailing.dot", "trailing")]
    public async Task Names_the_domain_in_lower_case(string host, string domain, string prefix)
    {
        JsonNode sent = await BuildAsync(Gateway, TestExchange.Of("GET", "/", null, ("Host", host)));

        Assert.Equal((domain, prefix), ((string?)sent["requestContext"]!["domainName"], (string?)sent["requestContext"]!["domainPrefix"]));
        Assert.Equal(host, (string?)sent["headers"]!["host"]);
        Assert.False(sent["requestContext"]!["identity"]!.AsObject().ContainsKey("userAgent"));
        Assert.False(sent.AsObject().ContainsKey("resource"));
    }

    [Theory]
    [InlineData(null, "text", true, "dGV4dA==")]
    [InlineData(Json, """{"a":1}""", true, "eyJhIjoxfQ==")]
    [InlineData(null, "text", false, "text")]
    [InlineData(null, null, true, "")]
    [InlineData(null, null, false, null)]
    public async Task Puts_the_body_into_the_event_whatever_its_type(string? type, string? body, bool encodes, string? expected)
    {
        JsonNode sent = await BuildAsync(Gateway with { Base64EncodeBody = encodes }, "POST", "/", body, type);

        Assert.Equal((expected, encodes), ((string?)sent["body"], (bool)sent["isBase64Encoded"]!));
        Assert.Equal(expected is not null, sent.AsObject().ContainsKey("body"));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "eHh4")]
    public async Task Puts_large_bodies_into_the_event_only_when_told(bool skips, string begin)
    {
        JsonNode sent = await BuildAsync(Gateway with { SkipLargeBodies = skips }, "POST", "/", new string('x', 32_769), null);

        Assert.StartsWith(begin, (string?)sent["body"], StringComparison.Ordinal);
        Assert.Equal(skips ? 0 : 43_692, ((string)sent["body"]!).Length);
    }

    private static Task<JsonNode> BuildAsync(AwsLambdaConfig config, string method, string target, string? body, string? type) =>
        BuildAsync(config, TestExchange.Of(method, target, body, type is null ? [] : [("Content-Type", type)]));

    private static async Task<JsonNode> BuildAsync(AwsLambdaConfig config, Exchange exchange)
    {
        LambdaPayloadResult payload = await new LambdaRequest(config, NullLogger.Instance).BuildAsync(exchange);
        Assert.Null(payload.Failure);
        return JsonNode.Parse(payload.Bytes.Span)!;
    }
}
