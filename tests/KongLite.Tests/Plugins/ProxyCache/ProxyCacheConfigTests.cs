namespace KongLite.Tests.Plugins.ProxyCache;

public sealed class ProxyCacheConfigTests
{
    [Theory]
    [InlineData("""{"strategy":"memory"}""", null)]
    [InlineData("""{"strategy":"memory","memory":{"dictionary_name":"kong_core_db_cache"}}""", null)]
    [InlineData("""{"strategy":"memory","memory":{"dictionary_name":"nope"}}""", "schema violation (missing shared dict 'nope')")]
    [InlineData(
        """{"strategy":"memory","memory":{"dictionary_name":""}}""", "schema violation (config.memory: {\n  dictionary_name = \"length must be at least 1\"\n})")]
    [InlineData("{}", "schema violation (config.strategy: required field missing)")]
    public void Says_what_is_wrong(string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check("proxy-cache", config));
    }
}
