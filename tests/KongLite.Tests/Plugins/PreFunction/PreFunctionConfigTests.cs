namespace KongLite.Tests.Plugins.PreFunction;

/// <summary>Rules of pre-function and post-function.</summary>
public sealed class PreFunctionConfigTests
{
    private const string NoCode = "at least one of these fields must be non-empty: 'config.certificate', 'config.rewrite', 'config.access', "
        + "'config.header_filter', 'config.body_filter', 'config.log'";

    [Theory]
    [InlineData("pre-function", """{"access":["return","-- only a comment"]}""", null)]
    [InlineData("pre-function", """{"access":[]}""", $"schema violation ({NoCode})")]
    [InlineData("pre-function", """{"access":[null]}""", "schema violation (config.access: {\n  \"required field missing\"\n})")]
    [InlineData(
        "pre-function",
        """{"access":["return","x ="]}""",
        "schema violation (config.access: {\n  [2] = \"error parsing pre-function: [string \\\"x =\\\"]:1: unexpected symbol near '<eof>'\"\n})")]
    [InlineData(
        "post-function",
        """{"log":["x ="]}""",
        "schema violation (config.log: {\n  \"error parsing post-function: [string \\\"x =\\\"]:1: unexpected symbol near '<eof>'\"\n})")]
    public void Says_what_is_wrong(string plugin, string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check(plugin, config));
    }
}
