namespace KongLite.Tests.Plugins.FileLog;

public sealed class FileLogConfigTests
{
    [Theory]
    [InlineData("""{"path":"/a b/é.log","custom_fields_by_lua":{"a.b":"return 1"}}""", null)]
    [InlineData("""{"path":"/a*b"}""", "schema violation (config.path: not a valid filename)")]
    [InlineData("""{"path":"a%b"}""", "schema violation (config.path: not a valid filename)")]
    [InlineData("""{"path":""}""", "schema violation (config.path: not a valid filename)")]
    [InlineData("""{"path":"a","custom_fields_by_lua":{"":"v"}}""", "schema violation (config.custom_fields_by_lua: length must be at least 1)")]
    [InlineData(
        """{"path":"a","custom_fields_by_lua":{"a":"return ("}}""",
        "schema violation (config.custom_fields_by_lua: Error parsing function: [string \"return (\"]:1: unexpected symbol near '<eof>')")]
    public void Says_what_is_wrong(string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check("file-log", config));
    }
}
