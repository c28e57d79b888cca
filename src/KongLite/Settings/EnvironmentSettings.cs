using System.Text.RegularExpressions;

namespace KongLite.Settings;

/// <summary>The properties among environment variables: <c>KONG_PG_HOST</c> is <c>pg_host</c>.</summary>
internal static partial class EnvironmentSettings
{
    private const string Prefix = "KONG_";

    /// <summary>The values of all variables that are meant as properties, known or not.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="isProperty">Whether a name is that of a property.</param>
    public static IReadOnlyDictionary<string, string> Read(IReadOnlyDictionary<string, string> environment, Func<string, bool> isProperty)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string variable, string value) in environment)
        {
            if (!variable.StartsWith(Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            string name = variable[Prefix.Length..].ToLowerInvariant();
            if (isProperty(name) || !IsSomebodyElses(variable))
            {
                values[name] = value;
            }
        }

        return values;
    }

    /// <summary>The variable that sets a property.</summary>
    public static string Variable(string name) => Prefix + name.ToUpperInvariant();

    // Kubernetes and Docker announce other containers this way, and a service named kong is the rule rather than the exception; Kong's own
    // images set the last two.
    private static bool IsSomebodyElses(string variable) => Announcement().IsMatch(variable);

    [GeneratedRegex("(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?|_NAME|_ENV_.+)$|^KONG_(VERSION|SHA256)$")]
    private static partial Regex Announcement();
}
