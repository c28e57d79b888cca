using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>The settings as <c>GET /</c> of the Admin API shows them: <c>configuration</c>.</summary>
internal static class ConfigurationDocument
{
    private const string Masked = "******";

    /// <summary>Builds the document.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="plugins">Names of the loaded plugins.</param>
    /// <param name="logLevel">The log level now in force.</param>
    public static JsonObject Of(NodeSettings settings, IEnumerable<string> plugins, string logLevel)
    {
        var document = (JsonObject)JsonSerializer.SerializeToNode(settings, SchemaJson.Options)!;
        foreach (Field field in SchemaReader.Read(typeof(NodeSettings)).Fields)
        {
            Show(document, field, settings.Extras);
        }

        document["prefix"] = settings.PrefixPath;
        document["log_level"] = logLevel;
        AddListeners(document, "proxy", settings.ProxyAddresses);
        AddListeners(document, "admin", settings.AdminAddresses);
        AddListeners(document, "status", settings.StatusAddresses);
        AddListeners(document, "admin_gui", []);
        document["stream_listeners"] = new JsonObject();
        document["cluster_listeners"] = new JsonObject();
        document["stream_proxy_ssl_enabled"] = false;
        document["host_ports"] = new JsonObject(
            PortMapAttribute.Parse(settings.PortMaps).OrderBy(each => each.Key).Select(each => KeyValuePair.Create($"{each.Key}", (JsonNode?)each.Value)));
        AddHeaders(document, settings);
        AddDirectives(document, settings);
        var loaded = new JsonObject();
        foreach (string plugin in plugins)
        {
            loaded[plugin] = true;
        }

        document["loaded_plugins"] = loaded;
        document["loaded_vaults"] = new JsonObject { ["env"] = true };
        // The node makes these when none are given, so there always are some.
        document["ssl_cert_key"] = Masked;
        document["admin_ssl_cert_key"] = Masked;
        return document;
    }

    private static void Show(JsonObject document, Field field, SettingsExtras extras)
    {
        JsonNode? value = document[field.Name];
        if (value is null)
        {
            document.Remove(field.Name);
        }
        else if (extras.References.TryGetValue(field.Name, out string? reference))
        {
            document[field.Name] = reference;
        }
        else if (value is JsonArray { Count: 0 })
        {
            document[field.Name] = new JsonObject();
        }
        else if (field.Secret)
        {
            document[field.Name] = Masked;
        }
    }

    private static void AddListeners(JsonObject document, string side, IReadOnlyList<ListenAddress> addresses)
    {
        document[$"{side}_listeners"] = addresses.Count == 0
            ? new JsonObject() : new JsonArray([.. addresses.Select(address => address.ToJson())]);
        document[$"{side}_ssl_enabled"] = addresses.Any(address => address.Ssl);
    }

    private static void AddHeaders(JsonObject document, NodeSettings settings)
    {
        ResponseHeaders enabled = HeaderNames.Parse(settings.Headers);
        var shown = new JsonObject();
        foreach ((string name, ResponseHeaders headers) in HeaderNames.All)
        {
            shown[name] = (enabled & headers) == headers;
        }

        document["enabled_headers"] = shown;
        document["enabled_headers_upstream"] = new JsonObject
        {
            [HeaderNames.RequestId] = settings.HeadersUpstream.Any(HeaderNames.IsUpstreamToken),
        };
    }

    private static void AddDirectives(JsonObject document, NodeSettings settings)
    {
        var directives = new Dictionary<string, string>(settings.Extras.Directives, StringComparer.Ordinal)
        {
            ["nginx_http_client_max_body_size"] = settings.NginxHttpClientMaxBodySize,
            ["nginx_http_client_body_buffer_size"] = settings.NginxHttpClientBodyBufferSize ?? settings.ClientBodyBufferSize ?? "8k",
            ["nginx_http_charset"] = settings.NginxHttpCharset ?? CharsetNameAttribute.Off,
            ["nginx_admin_client_max_body_size"] = settings.NginxAdminClientMaxBodySize,
        };
        foreach ((string name, string value) in directives)
        {
            document[name] = value;
        }

        foreach (string family in (string[])["main", "events", "http", "proxy", "location", "upstream", "admin", "status", "stream"])
        {
            string prefix = $"nginx_{family}_";
            JsonNode[] members =
            [
                .. directives.Where(each => each.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(each => each.Key, StringComparer.Ordinal)
                    .Select(each => new JsonObject { ["name"] = each.Key[prefix.Length..], ["value"] = each.Value }),
            ];
            document[$"{prefix}directives"] = members.Length == 0 ? new JsonObject() : new JsonArray(members);
        }
    }
}
