namespace KongLite.Tests.Plugins.Zipkin;

public sealed class ZipkinConfigTests
{
    [Theory]
    [InlineData("""{"static_tags":[{"name":"a","value":"1"},{"name":"b","value":"1"}]}""", null)]
    [InlineData("""{"static_tags":[{"name":"a","value":"1"},{"name":"a","value":"2"}]}""", "schema violation (config.static_tags: repeated tags are not allowed: a)")]
    [InlineData(
        """{"static_tags":[{"name":"lc","value":"1"}]}""",
        "schema violation (config.static_tags: {\n  {\n    name = \"must not be one of: error, http.method, http.path, http.status_code, kong.balancer.state, "
        + "kong.balancer.try, kong.consumer, kong.credential, kong.node.id, kong.route, kong.service, lc, peer.hostname\"\n  }\n})")]
    [InlineData("""{"traceid_byte_count":9}""", "schema violation (config.traceid_byte_count: expected one of: 8, 16)")]
    public void Says_what_is_wrong(string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check("zipkin", config));
    }
}
