using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using KongLite.Sdk.Routing;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>
/// Brings the route paths of formats before 3.0 into today's form: then, whatever looked like a regular expression was one, and paths were
/// percent-decoded.
/// </summary>
internal static partial class OldPaths
{
    /// <summary>Changes the routes at the root and in services, in place.</summary>
    public static void Migrate(JsonObject document)
    {
        MigrateRoutes(document);
        foreach (JsonObject service in Objects(document["services"]))
        {
            MigrateRoutes(service);
        }
    }

    private static void MigrateRoutes(JsonObject parent)
    {
        foreach (JsonArray paths in Objects(parent["routes"]).Select(route => route["paths"]).OfType<JsonArray>())
        {
            for (int i = 0; i < paths.Count; i++)
            {
                if (paths[i].AsText() is { } path)
                {
                    paths[i] = Migrate(path);
                }
            }
        }
    }

    private static string Migrate(string path)
    {
        if (!Plain().IsMatch(path))
        {
            return "~" + Escape().Replace(path, DecodeInRegex);
        }

        try
        {
            return RequestPath.Normalize(path);
        }
        catch (DecoderFallbackException)
        {
            return path;
        }
    }

    // What has a meaning in paths stays encoded; what has one in regular expressions must keep standing for itself.
    private static string DecodeInRegex(Match escapes)
    {
        byte[] bytes = Convert.FromHexString(escapes.Value.Replace("%", string.Empty, StringComparison.Ordinal));
        if (bytes.Length > 1 || bytes[0] > 0x7F)
        {
            return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : escapes.Value.ToUpperInvariant();
        }

        char decoded = (char)bytes[0];
        return "!#$%&'()*+,/:;=?@[]".Contains(decoded, StringComparison.Ordinal) ? escapes.Value.ToUpperInvariant()
            : @".^-{}\|".Contains(decoded, StringComparison.Ordinal) ? $@"\{decoded}"
            : decoded.ToString();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    [GeneratedRegex(@"\A[a-zA-Z0-9.\-_~/%]*\z")]
    private static partial Regex Plain();

    [GeneratedRegex("%[0-7][0-9a-fA-F]|(?:%[89a-fA-F][0-9a-fA-F])+")]
    private static partial Regex Escape();
}
