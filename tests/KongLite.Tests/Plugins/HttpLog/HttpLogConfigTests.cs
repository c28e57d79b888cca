using KongLite.Plugins.HttpLog;

namespace KongLite.Tests.Plugins.HttpLog;

public sealed class HttpLogConfigTests
{
    private const string Twice =
        "schema violation (config: specifying both an 'Authorization' header and user info in 'http_endpoint' is not allowed)";

    [Theory]
    [InlineData("""{"http_endpoint":"http://u:p@l.test/"}""", null)]
    [InlineData("""{"http_endpoint":"http://l.test/a@b","headers":{"authorization":"x"}}""", null)]
    [InlineData("""{"http_endpoint":"{vault://env/url}","headers":{"authorization":"{vault://env/key}"}}""", null)]
    [InlineData("""{"http_endpoint":"http://u:p@l.test/","headers":{"authorization":"x"}}""", Twice)]
    [InlineData("""{"http_endpoint":"http://u@l.test","headers":{"AUTHORIZATION":"x"}}""", Twice)]
    [InlineData("""{"http_endpoint":"l.test"}""", "schema violation (config.http_endpoint: missing host in url)")]
    [InlineData("""{"http_endpoint":"http://l.test","headers":{"HOST":"x"}}""", "schema violation (config.headers: cannot contain 'Host' header)")]
    [InlineData(
        """{"http_endpoint":"http://l.test","headers":{"content-LEnGTH":"1"}}""",
        "schema violation (config.headers: cannot contain 'Content-Length' header)")]
    [InlineData(
        """{"http_endpoint":"http://l.test","headers":{"Content-Type":"x"}}""",
        "schema violation (config.headers: cannot contain 'Content-Type' header)")]
    [InlineData(
        """{"http_endpoint":"http://l.test","queue":{"initial_retry_delay":0}}""",
        "schema violation (config.queue: {\n  initial_retry_delay = \"value should be between 0 and 1000000\"\n})")]
    public void Says_what_is_wrong(string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check("http-log", config));
    }

    [Fact]
    public void Keeps_the_endpoint_out_of_its_text()
    {
        var config = new HttpLogConfig { HttpEndpoint = "http://u:secret@l.test" };

        Assert.DoesNotContain("secret", config.ToString(), StringComparison.Ordinal);
    }
}
