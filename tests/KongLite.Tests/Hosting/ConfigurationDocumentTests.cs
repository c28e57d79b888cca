using System.Text.Json.Nodes;
using KongLite.Settings;

namespace KongLite.Tests.Hosting;

public sealed class ConfigurationDocumentTests
{
    [Theory]
    [InlineData("pg_port", "5432")]
    [InlineData("pg_ssl", "false")]
    [InlineData("database", "\"off\"")]
    [InlineData("router_flavor", "\"traditional_compatible\"")]
    [InlineData("role", "\"traditional\"")]
    [InlineData("log_level", "\"debug\"")]
    [InlineData("headers", """["server_tokens","latency_tokens","x-kong-request-id"]""")]
    [InlineData("trusted_ips", "{}")]
    [InlineData("admin_gui_url", "{}")]
    [InlineData("pg_password", "\"******\"")]
    [InlineData("pg_ro_password", "\"******\"")]
    [InlineData("pg_ro_host", "\"replica\"")]
    [InlineData("pg_ro_ssl", "true")]
    [InlineData("lua_ssl_trusted_certificate", """["system"]""")]
    [InlineData("declarative_config_string", "\"******\"")]
    [InlineData("ssl_cert_key", "\"******\"")]
    [InlineData("admin_ssl_cert_key", "\"******\"")]
    [InlineData("pg_user", "\"{vault://env/pg-user}\"")]
    [InlineData("nginx_http_client_max_body_size", "\"8m\"")]
    [InlineData("nginx_http_directives", """[{"name":"charset","value":"UTF-8"},{"name":"client_body_buffer_size","value":"8k"},{"name":"client_max_body_size","value":"8m"}]""")]
    [InlineData("nginx_stream_directives", "{}")]
    [InlineData("proxy_ssl_enabled", "true")]
    [InlineData("status_listeners", "{}")]
    [InlineData("loaded_plugins", """{"key-auth":true}""")]
    [InlineData("enabled_headers_upstream", """{"X-Kong-Request-Id":true}""")]
    public void Shows_parsed_values(string name, string json) => Assert.Equal(json, Document()[name]?.ToJsonString());

    [Theory]
    [InlineData("pg_schema")]
    [InlineData("pg_ro_port")]
    [InlineData("pg_ro_ssl_verify")]
    [InlineData("node_id")]
    [InlineData("declarative_config")]
    public void Leaves_out_what_is_unset(string name) => Assert.False(Document().ContainsKey(name));

    [Fact]
    public void Names_the_headers_that_are_on()
    {
        JsonNode headers = Document()["enabled_headers"]!;

        Assert.True(headers["X-Kong-Proxy-Latency"]!.GetValue<bool>());
        Assert.False(headers["X-Kong-Upstream-Status"]!.GetValue<bool>());
    }

    [Fact]
    public void Never_shows_a_secret() => Assert.DoesNotContain("hunter2", Document().ToJsonString(), StringComparison.Ordinal);

    private static JsonObject Document()
    {
        var texts = new Dictionary<string, string>
        {
            ["database"] = "off",
            ["declarative_config_string"] = "hunter2",
            ["pg_password"] = "hunter2",
            ["pg_user"] = "{vault://env/pg-user}",
            ["pg_ro_host"] = "replica",
            ["pg_ro_password"] = "hunter2",
            ["pg_ro_ssl"] = "on",
            ["nginx_http_client_max_body_size"] = "8m",
            ["status_listen"] = "off",
        };
        NodeSettings settings = new SettingsReader(new Dictionary<string, string> { ["PG_USER"] = "hunter2" }).Read(texts).Settings!;
        return ConfigurationDocument.Of(settings, ["key-auth"], "debug");
    }
}
