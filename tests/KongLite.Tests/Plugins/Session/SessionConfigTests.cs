using System.Text.Json.Nodes;

namespace KongLite.Tests.Plugins.Session;

public sealed class SessionConfigTests
{
    [Theory]
    [InlineData("""{"cookie_lifetime":5}""", "rolling_timeout", "5")]
    [InlineData("""{"cookie_lifetime":5,"rolling_timeout":6}""", "rolling_timeout", "5")]
    [InlineData("""{"cookie_lifetime":null}""", "rolling_timeout", "null")]
    [InlineData("""{"cookie_idletime":5}""", "idling_timeout", "5")]
    [InlineData("""{"cookie_idletime":null}""", "idling_timeout", "0")]
    [InlineData("""{"cookie_discard":5}""", "stale_ttl", "5")]
    [InlineData("""{"cookie_samesite":"Lax"}""", "cookie_same_site", "\"Lax\"")]
    [InlineData("""{"cookie_samesite":"off"}""", "cookie_same_site", "\"Lax\"")]
    [InlineData("""{"cookie_httponly":false}""", "cookie_http_only", "false")]
    [InlineData("""{"cookie_persistent":true}""", "remember", "true")]
    [InlineData("""{"cookie_renew":5}""", "rolling_timeout", "3600")]
    public void Reads_the_names_of_older_versions(string config, string field, string value)
    {
        JsonObject stored = PluginInput.Config("session", config);

        Assert.Equal(value, stored[field]?.ToJsonString() ?? "null");
    }

    [Theory]
    [InlineData("""{"cookie_lifetime":"x"}""", "schema violation (cookie_lifetime: expected a number)")]
    [InlineData("""{"cookie_renew":"x"}""", "schema violation (cookie_renew: expected a number)")]
    [InlineData("""{"cookie_samesite":"x"}""", "schema violation (config.cookie_same_site: expected one of: Strict, Lax, None, Default)")]
    public void Says_what_is_wrong_with_them(string config, string message)
    {
        Assert.Equal(message, PluginInput.Check("session", config));
    }

    [Fact]
    public void Types_them_in_forms()
    {
        JsonObject form = PluginInput.Of("session", """{"cookie_renew":"5","cookie_httponly":"true","cookie_samesite":""}""");

        PluginInput.Processor.Infer(PluginInput.Plugins, form);

        Assert.Equal("""{"cookie_renew":5,"cookie_httponly":true,"cookie_samesite":null}""", form["config"]!.ToJsonString());
    }

    [Fact]
    public void Has_one_secret_of_44_characters_a_node()
    {
        string first = PluginInput.Config("session", "{}")["secret"]!.GetValue<string>();

        Assert.Matches("^[A-Za-z0-9]{44}$", first);
        Assert.Equal(first, PluginInput.Config("session", "{}")["secret"]!.GetValue<string>());
    }
}
