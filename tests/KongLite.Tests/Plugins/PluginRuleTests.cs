using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins;

/// <summary>The rules that plugins have of their own, with Kong's texts.</summary>
public sealed class PluginRuleTests
{
    private const string NoGrant = "at least one of these fields must be true: enable_authorization_code, enable_implicit_grant, "
        + "enable_client_credentials, enable_password_grant";

    [Theory]
    [InlineData("acl", """{"allow":["a"]}""", null)]
    [InlineData("acl", """{"allow":["a"],"deny":["b"]}""", "schema violation (exactly one of these fields must be non-empty: 'config.allow', 'config.deny')")]
    [InlineData(
        "acl",
        """{"allow":[]}""",
        "2 schema violations (exactly one of these fields must be non-empty: 'config.allow', 'config.deny'; "
        + "at least one of these fields must be non-empty: 'config.allow', 'config.deny')")]
    [InlineData("bot-detection", """{"deny":["a","("]}""", "schema violation (config.deny: {\n  [2] = \"not a valid regex: (\"\n})")]
    [InlineData("cors", """{"origins":["*","http://a.test",".*\\.a\\.test"]}""", null)]
    [InlineData("cors", """{"origins":["*.a.test"]}""", "schema violation (config.origins: {\n  \"'*.a.test' is not a valid regex\"\n})")]
    [InlineData("cors", """{"origins":[""]}""", "schema violation (config.origins: {\n  \"length must be at least 1\"\n})")]
    [InlineData("ip-restriction", """{"deny":["::/0"]}""", null)]
    [InlineData("ip-restriction", """{"deny":[]}""", "schema violation (at least one of these fields must be non-empty: 'config.allow', 'config.deny')")]
    [InlineData("ip-restriction", """{"deny":["hello"]}""", "schema violation (config.deny: {\n  \"invalid ip or cidr range: 'hello'\"\n})")]
    [InlineData("jwt", """{"maximum_expiration":5,"claims_to_verify":["nbf","exp"]}""", null)]
    [InlineData("jwt", """{"maximum_expiration":5,"claims_to_verify":null}""", null)]
    [InlineData("jwt", """{"maximum_expiration":0,"claims_to_verify":["nbf"]}""", null)]
    [InlineData(
        "jwt",
        """{"maximum_expiration":5,"claims_to_verify":["nbf"]}""",
        "2 schema violations (failed conditional validation given value of field 'config.maximum_expiration'; "
        + "config.claims_to_verify: expected to contain: exp)")]
    [InlineData("oauth2", """{"enable_implicit_grant":true}""", null)]
    [InlineData("oauth2", "{}", $"schema violation (config: {NoGrant})")]
    [InlineData("oauth2", """{"pkce":"maybe"}""", "schema violation (config.pkce: expected one of: none, lax, strict)")]
    [InlineData("oauth2", """{"enable_implicit_grant":true,"provision_key":null}""", "schema violation (config.provision_key: required field missing)")]
    [InlineData(
        "oauth2",
        """{"mandatory_scope":true}""",
        "2 schema violations (config.@entity: {\n  \"failed conditional validation given value of field 'mandatory_scope'\"\n}; "
        + "config.scopes: required field missing)")]
    [InlineData("redirect", """{"location":"a.test"}""", "schema violation (config.location: missing host in url)")]
    [InlineData("redirect", """{"location":"//a.test"}""", "schema violation (config.location: missing scheme in url)")]
    [InlineData("standard-webhooks", """{"secret_v1":"s","tolerance_second":0}""", null)]
    [InlineData("standard-webhooks", """{"secret_v1":"s","tolerance_second":-1}""", "schema violation (config.tolerance_second: value must be greater than -1)")]
    [InlineData("standard-webhooks", """{"secret_v1":"{vault://env/s}"}""", null)]
    public void Says_what_is_wrong_with_a_configuration(string plugin, string config, string? message)
    {
        Assert.Equal(message, PluginInput.Check(plugin, config));
    }

    [Theory]
    [InlineData("acl", """{"allow":["a"]}""")]
    [InlineData("basic-auth", "{}")]
    [InlineData("bot-detection", "{}")]
    [InlineData("cors", "{}")]
    [InlineData("hmac-auth", "{}")]
    [InlineData("jwt", "{}")]
    [InlineData("oauth2", """{"enable_implicit_grant":true}""")]
    [InlineData("session", "{}")]
    [InlineData("standard-webhooks", """{"secret_v1":"s"}""")]
    public void Refuses_a_consumer(string plugin, string config)
    {
        JsonObject input = PluginInput.Of(plugin, config);
        input["consumer"] = new JsonObject { ["id"] = PluginInput.Consumer };

        Assert.Equal("schema violation (consumer: value must be null)", PluginInput.Processor.Validate(PluginInput.Plugins, input)!.Message);
    }

    [Theory]
    [InlineData("cors", """["tcp"]""", "schema violation (protocols.1: expected one of: grpc, grpcs, http, https)")]
    [InlineData("session", """["tcp"]""", null)]
    [InlineData("grpc-web", """["udp"]""", null)]
    public void Admits_the_protocols_of_the_plugin(string plugin, string protocols, string? message)
    {
        JsonObject input = PluginInput.Of(plugin, "{}");
        input["protocols"] = JsonNode.Parse(protocols);

        Assert.Equal(message, PluginInput.Processor.Validate(PluginInput.Plugins, input)?.Message);
    }

    [Fact]
    public void Restricts_addresses_on_streams_too_by_default()
    {
        SchemaResult result = PluginInput.Processor.Insert(PluginInput.Plugins, PluginInput.Of("ip-restriction", """{"deny":["::1"]}"""));

        JsonNode? protocols = PluginInput.Plugins.ToJson(result.Entity!, DateTimeOffset.UnixEpoch)["protocols"];
        Assert.Equal("""["http","https","tcp","tls","grpc","grpcs"]""", protocols!.ToJsonString());
    }

    [Fact]
    public void Misses_the_protocols_of_a_route_that_is_referred_to_without_id()
    {
        JsonObject input = PluginInput.Of("cors", "{}");
        input["route"] = new JsonObject();

        Assert.Equal("schema violation (route.protocols: required field missing)", PluginInput.Processor.Validate(PluginInput.Plugins, input)!.Message);
    }
}
