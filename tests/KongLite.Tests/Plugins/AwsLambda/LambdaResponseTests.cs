using System.Text;
using KongLite.Plugins.AwsLambda;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.AwsLambda;

public sealed class LambdaResponseTests
{
    private static readonly AwsLambdaConfig Plain = new();
    private static readonly AwsLambdaConfig Proxy = new() { IsProxyIntegration = true };

    [Theory]
    [InlineData("""{"a":[],"b":{},"c":[[],{}]}""", "Legacy", """{"a":{},"b":{},"c":[{},{}]}""")]
    [InlineData("""{"a":[],"b":{},"c":[[],{}]}""", "Correct", """{"a":[],"b":{},"c":[[],{}]}""")]
    [InlineData("""{ "a" : [ ] , "s" : "[]" }""", "Legacy", """{ "a" : { } , "s" : "[]" }""")]
    [InlineData("[]", "Legacy", "{}")]
    [InlineData("""{"id":12345678901234567890,"price":1.10,"path":"a/b","z":1,"a":2}""", "Legacy", """{"id":12345678901234567890,"price":1.10,"path":"a/b","z":1,"a":2}""")]
    [InlineData("\"hel\\u006co\"", "Legacy", "hello")]
    [InlineData("null", "Legacy", "null")]
    [InlineData("true", "Legacy", "true")]
    [InlineData("false", "Legacy", "false")]
    [InlineData("-1.5e3", "Legacy", "-1.5e3")]
    [InlineData("""{"foo":[]""", "Legacy", """{"foo":[]""")]
    [InlineData("", "Legacy", "")]
    public void Sends_JSON_with_its_own_text(string body, string mode, string expected) =>
        Assert.Equal(expected, BodyOf(Read(Plain with { EmptyArraysMode = Enum.Parse<EmptyArraysMode>(mode) }, 200, body, ("Content-Type", "application/json"))));

    [Theory]
    [InlineData("application/vnd.x+json", "{}")]
    [InlineData("APPLICATION/JSON", "{}")]
    [InlineData("text/json", "[]")]
    [InlineData("application/xml", "[]")]
    [InlineData(null, "[]")]
    public void Knows_JSON_by_its_type(string? type, string expected) =>
        Assert.Equal(expected, BodyOf(Read(Plain, 200, "[]", type is null ? [] : [("Content-Type", type)])));

    [Fact]
    public void Relays_bytes_that_are_not_text()
    {
        var answer = new LambdaAnswer(200, [new("Content-Type", "application/json")], [0x22, 0xff, 0x22]);

        Assert.Equal([0x22, 0xff, 0x22], new LambdaResponse(Plain, NullLogger.Instance).Read(answer, "id").Answer!.Body!.Value.ToArray());
    }

    [Fact]
    public void Relays_headers_but_those_of_the_connection()
    {
        LambdaResult result = Read(
            Plain, 200, "x", ("x-amzn-RequestId", "r"), ("X-Custom", "one"), ("X-Custom", "two"), ("X-Empty", ""), ("Content-Length", "9"),
            ("connection", "close"), ("Keep-Alive", "1"), ("Proxy-Connection", "x"), ("Upgrade", "h2"), ("transfer-encoding", "chunked"));

        Assert.Equal("x-amzn-RequestId: r|X-Custom: one,two|X-Empty: ", Lines(result));
    }

    [Theory]
    [InlineData(null, "Unhandled", 200)]
    [InlineData(412, "Unhandled", 412)]
    [InlineData(412, "Handled", 200)]
    [InlineData(412, null, 200)]
    [InlineData(599, "Unhandled", 599)]
    public void Answers_unhandled_errors_with_the_configured_status(int? configured, string? error, int status)
    {
        LambdaResult result = Read(Plain with { UnhandledStatus = configured }, 200, "{}", error is null ? [] : [("x-amz-function-error", error)]);

        Assert.Equal(status, result.Answer!.Status);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(999)]
    [InlineData(100)]
    public void Fails_when_the_configured_status_ends_no_answer(int status)
    {
        LambdaResult result = Read(Plain with { UnhandledStatus = status }, 200, "{}", ("X-Amz-Function-Error", "Unhandled"));

        Assert.NotNull(result.Failure);
    }

    [Fact]
    public void Has_no_body_where_Lambda_gives_none()
    {
        Assert.Null(Read(Plain, 204, "").Answer!.Body);
        Assert.Equal(202, Read(Plain, 202, "").Answer!.Status);
        Assert.Equal(string.Empty, BodyOf(Read(Plain, 202, "")));
        Assert.Null(Read(Plain with { UnhandledStatus = 412 }, 204, "", ("X-Amz-Function-Error", "Unhandled")).Answer!.Body);
    }

    [Theory]
    [InlineData(400, """{"Message":"a secret"}""", "400 SomeException: a secret")]
    [InlineData(429, """{"Reason":"x","message":"Rate Exceeded."}""", "429 SomeException: Rate Exceeded.")]
    [InlineData(500, """{"Message":5}""", "500 SomeException: 5")]
    [InlineData(503, "", "503 SomeException: 0 bytes that are not JSON")]
    [InlineData(502, "<html>", "502 SomeException: 6 bytes that are not JSON")]
    [InlineData(504, "[]", "504 SomeException: nil")]
    public void Keeps_errors_of_AWS_for_the_log(int status, string body, string reason)
    {
        LambdaResult result = Read(Proxy with { UnhandledStatus = 418 }, status, body, ("x-amzn-ErrorType", "SomeException"));

        Assert.Equal(reason, result.Failure);
        Assert.Null(result.Answer);
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("\"201\"", 201)]
    [InlineData("200.7", 200)]
    [InlineData("\"2e2\"", 200)]
    [InlineData("\"0xC8\"", 200)]
    [InlineData("\" 201 \"", 201)]
    [InlineData("\"+202\"", 202)]
    [InlineData("444", 444)]
    [InlineData("499", 499)]
    [InlineData("599", 599)]
    [InlineData("99", null)]
    [InlineData("100", null)]
    [InlineData("199", null)]
    [InlineData("599.9", null)]
    [InlineData("600", null)]
    [InlineData("-200", null)]
    [InlineData("1e400", null)]
    [InlineData("\"hello\"", null)]
    [InlineData("\"20x\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("null", null)]
    [InlineData("true", null)]
    [InlineData("{}", null)]
    [InlineData("[200]", null)]
    public void Takes_the_status_of_a_proxy_integration(string code, int? status)
    {
        LambdaResult result = Read(Proxy, 200, $$"""{"statusCode":{{code}},"body":"b"}""");

        Assert.Equal(status, result.Answer?.Status);
        Assert.Equal(status is null ? "could not JSON decode Lambda function response: statusCode validation failed" : null, result.Refusal);
    }

    [Theory]
    [InlineData("[]", "statusCode validation failed")]
    [InlineData("[{\"statusCode\":200}]", "statusCode validation failed")]
    [InlineData("{}", "statusCode validation failed")]
    [InlineData("{\"errorMessage\":\"boom\"}", "statusCode validation failed")]
    [InlineData("null", "proxy response must be json format")]
    [InlineData("true", "proxy response must be json format")]
    [InlineData("false", "proxy response must be json format")]
    [InlineData("5", "proxy response must be json format")]
    [InlineData("""{"headers":"hello"}""", "statusCode validation failed")]
    [InlineData("""{"statusCode":200,"headers":"hello"}""", "headers must be a table")]
    [InlineData("""{"statusCode":200,"headers":null}""", "headers must be a table")]
    [InlineData("""{"statusCode":200,"body":1234}""", "body must be a string")]
    [InlineData("""{"statusCode":200,"body":{"a":1}}""", "body must be a string")]
    [InlineData("""{"statusCode":200,"body":null}""", "body must be a string")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":"abc","body":"dGVzdA="}""", "isBase64Encoded must be a boolean")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":null}""", "isBase64Encoded must be a boolean")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":true,"body":"dGVz*A=="}""", "body is not valid Base64")]
    public void Refuses_malformed_answers_of_a_proxy_integration(string body, string reason) =>
        Assert.Equal("could not JSON decode Lambda function response: " + reason, Read(Proxy, 200, body, ("Content-Type", "application/json")).Refusal);

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"foo\":\"bar\"")]
    [InlineData("{\"statusCode\":200,\"body\":\"\\ud800\"}")]
    public void Refuses_answers_of_a_proxy_integration_that_are_no_JSON(string body) =>
        Assert.StartsWith("could not JSON decode Lambda function response: ", Read(Proxy, 200, body).Refusal, StringComparison.Ordinal);

    [Fact]
    public void Refuses_answers_of_a_proxy_integration_without_a_body() => Assert.Equal(
        "could not JSON decode Lambda function response: proxy response must be json format", Read(Proxy, 204, "").Refusal);

    [Theory]
    [InlineData("""{"statusCode":201}""", "")]
    [InlineData("""{"statusCode":200,"body":"grüße €"}""", "grüße €")]
    [InlineData("""{"statusCode":200,"body":"dGVzdA==","isBase64Encoded":true}""", "test")]
    [InlineData("""{"statusCode":200,"body":"dGVzdA","isBase64Encoded":true}""", "test")]
    [InlineData("""{"statusCode":200,"isBase64Encoded":true}""", "")]
    [InlineData("""{"statusCode":200,"statusCode":201,"body":"[]"}""", "[]")]
    [InlineData(""" {"statusCode":200,"body":"blanks"} """, "blanks")]
    [InlineData("\"{\\\"statusCode\\\":200,\\\"body\\\":\\\"text\\\"}\"", "text")]
    public void Takes_the_body_of_a_proxy_integration(string answer, string expected) => Assert.Equal(expected, BodyOf(Read(Proxy, 200, answer)));

    [Theory]
    [InlineData("""{"X-A":1,"X-B":true,"X-E":"","X-F":1.5,"X-Z":false,"X-N":null}""", "null", "Content-Type: application/json|X-A: 1|X-B: true|X-E: |X-F: 1.5|X-Z: false|X-N: ")]
    [InlineData("""{"X-L":["one",2,null]}""", "{}", "Content-Type: application/json|X-L: one,2,")]
    [InlineData("""{"X-O":{"a":1}}""", "{}", "Content-Type: application/json")]
    [InlineData("""{"Age":"3600","X-Both":"s"}""", """{"x-both":["m1","m2"]}""", "Content-Type: application/json|Age: 3600|X-Both: m1,m2")]
    [InlineData("{}", """{"X-One":["1"],"X-Text":"plain","X-None":[]}""", "Content-Type: application/json|X-One: 1|X-Text: plain")]
    [InlineData("""{"CONTENT-TYPE":"text/csv"}""", """{"Content-type":["application/x-y"]}""", "Content-Type: application/x-y")]
    [InlineData("""{"content-length":"999","Transfer-Encoding":"chunked","Connection":"close"}""", "{}", "Content-Type: application/json")]
    [InlineData("{}", "\"text\"", "Content-Type: application/json")]
    [InlineData("{}", "5", "Content-Type: application/json")]
    [InlineData("[\"a\"]", "[1]", "Content-Type: application/json")]
    [InlineData("""{"X-U":"grüße"}""", "{}", "Content-Type: application/json|X-U: gr\u00c3\u00bc\u00c3\u009fe")]
    public void Lays_the_headers_of_the_function_over_those_of_Lambda(string headers, string multiple, string expected)
    {
        string body = $$"""{"statusCode":200,"headers":{{headers}},"multiValueHeaders":{{multiple}}}""";

        LambdaResult result = Read(Proxy, 200, body, ("Content-Type", "application/json"));

        Assert.Equal(expected, Lines(result));
    }

    private static LambdaResult Read(AwsLambdaConfig config, int status, string body, params (string Name, string Value)[] headers) =>
        new LambdaResponse(config, NullLogger.Instance).Read(
            new LambdaAnswer(status, [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))], Encoding.UTF8.GetBytes(body)),
            "id");

    private static string BodyOf(LambdaResult result) => Encoding.UTF8.GetString(result.Answer!.Body!.Value.Span);

    private static string Lines(LambdaResult result) => string.Join('|', result.Answer!.Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value.ToArray())}"));
}
