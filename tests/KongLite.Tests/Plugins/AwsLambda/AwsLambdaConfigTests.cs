using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins.AwsLambda;

public sealed class AwsLambdaConfigTests
{
    private const string Pair = "all or none of these fields must be set: 'config.aws_key', 'config.aws_secret'";
    private const string Scheme = "proxy_url scheme must be http";

    [Fact]
    public void Fills_in_every_field() => TestExchange.Equal(
        """
        {"timeout":60000,"keepalive":60000,"aws_key":null,"aws_secret":null,"aws_assume_role_arn":null,"aws_role_session_name":"kong",
         "aws_sts_endpoint_url":null,"aws_region":null,"function_name":"MyLambda","qualifier":null,"invocation_type":"RequestResponse",
         "log_type":"Tail","host":null,"port":443,"disable_https":false,"unhandled_status":null,"forward_request_method":false,
         "forward_request_uri":false,"forward_request_headers":false,"forward_request_body":false,"is_proxy_integration":false,
         "awsgateway_compatible":false,"proxy_url":null,"skip_large_bodies":true,"base64_encode_body":true,"aws_imds_protocol_version":"v1",
         "empty_arrays_mode":"legacy","ssl_verify":true}
        """,
        TestConfig.Stored("aws-lambda", """{"function_name":"MyLambda"}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"unhandled_status":412}""")]
    [InlineData("""{"host":"my.host"}""")]
    [InlineData("""{"aws_region":"us-east-1","host":"my.host"}""")]
    [InlineData("""{"aws_key":"k","aws_secret":"s"}""")]
    [InlineData("""{"aws_key":"{vault://env/key}"}""")]
    [InlineData("""{"proxy_url":"http://squid:port"}""")]
    [InlineData("""{"timeout":-1.5,"keepalive":0}""")]
    [InlineData("""{"port":null,"disable_https":null,"ssl_verify":null,"aws_role_session_name":null}""")]
    public void Accepts_what_Kong_accepts(string config) => Assert.Null(TestConfig.Errors("aws-lambda", config)?.Message);

    [Theory]
    [InlineData("""{"unhandled_status":99}""", "unhandled_status", "value should be between 100 and 999")]
    [InlineData("""{"unhandled_status":1000}""", "unhandled_status", "value should be between 100 and 999")]
    [InlineData("""{"unhandled_status":200.5}""", "unhandled_status", "expected an integer")]
    [InlineData("""{"proxy_scheme":"http"}""", "proxy_scheme", "unknown field")]
    [InlineData("""{"host":"h.x:8080"}""", "host", "must not have a port")]
    [InlineData("""{"host":"a b"}""", "host", "invalid value: a b")]
    [InlineData("""{"port":"443"}""", "port", "expected an integer")]
    [InlineData("""{"port":70000}""", "port", "value should be between 0 and 65535")]
    [InlineData("""{"invocation_type":"requestresponse"}""", "invocation_type", "expected one of: RequestResponse, Event, DryRun")]
    [InlineData("""{"log_type":""}""", "log_type", "expected one of: Tail, None")]
    [InlineData("""{"aws_imds_protocol_version":"v3"}""", "aws_imds_protocol_version", "expected one of: v1, v2")]
    [InlineData("""{"empty_arrays_mode":"x"}""", "empty_arrays_mode", "expected one of: legacy, correct")]
    [InlineData("""{"timeout":null}""", "timeout", "required field missing")]
    [InlineData("""{"is_proxy_integration":"true"}""", "is_proxy_integration", "expected a boolean")]
    [InlineData("""{"aws_sts_endpoint_url":"//sts"}""", "aws_sts_endpoint_url", "missing scheme in url")]
    [InlineData("""{"proxy_url":"squid:3128"}""", "proxy_url", "missing host in url")]
    [InlineData("""{"function_name":""}""", "function_name", "length must be at least 1")]
    public void Refuses_a_field_as_Kong_does(string config, string field, string message)
    {
        SchemaErrors? errors = TestConfig.Errors("aws-lambda", config);

        Assert.Equal($"schema violation (config.{field}: {message})", errors?.Message);
    }

    [Theory]
    [InlineData("""{"aws_key":"a"}""", Pair)]
    [InlineData("""{"aws_secret":"a"}""", Pair)]
    [InlineData("""{"proxy_url":"https://squid"}""", Scheme)]
    [InlineData("""{"proxy_url":"ftp://squid"}""", Scheme)]
    [InlineData("""{"proxy_url":"HTTP://squid"}""", Scheme)]
    public void Refuses_fields_that_do_not_go_together(string config, string message)
    {
        SchemaErrors? errors = TestConfig.Errors("aws-lambda", config);

        Assert.Equal($"schema violation ({message})", errors?.Message);
        Assert.Equal(message, (string?)errors!.Fields["@entity"]![0]);
    }

    [Fact]
    public void Reports_everything_at_once_the_pair_first() => Assert.Equal(
        $"4 schema violations ({Pair}; {Scheme}; config.port: value should be between 0 and 65535; config.unhandled_status: value should be between 100 and 999)",
        TestConfig.Errors("aws-lambda", """{"port":70000,"unhandled_status":1,"aws_key":"a","proxy_url":"https://x"}""")!.Message);

    [Fact]
    public void Reports_a_missing_host_beside_the_scheme() => Assert.Equal(
        $"2 schema violations ({Scheme}; config.proxy_url: missing host in url)", TestConfig.Errors("aws-lambda", """{"proxy_url":"https://"}""")!.Message);

    [Fact]
    public void Types_form_text()
    {
        System.Text.Json.Nodes.JsonObject stored = TestConfig.Show(
            TestConfig.FromForm("aws-lambda", """{"port":"8443","is_proxy_integration":"true","aws_region":"","function_name":"123"}"""));

        TestExchange.Equal("8443", stored["port"]);
        TestExchange.Equal("true", stored["is_proxy_integration"]);
        Assert.Null(stored["aws_region"]);
        TestExchange.Equal("\"123\"", stored["function_name"]);
    }

    [Theory]
    [InlineData("""{"is_proxy_integration":"yes"}""", "schema violation (config.is_proxy_integration: expected a boolean)")]
    [InlineData("""{"log_type":""}""", "schema violation (config.log_type: required field missing)")]
    public void Refuses_form_text_that_is_no_value(string config, string message) =>
        Assert.Equal(message, TestConfig.FromForm("aws-lambda", config).Errors?.Message);

    [Fact]
    public void Shows_no_secret_in_texts() =>
        Assert.DoesNotContain("hidden", new KongLite.Plugins.AwsLambda.AwsLambdaConfig { AwsSecret = "hidden" }.ToString(), StringComparison.Ordinal);
}
