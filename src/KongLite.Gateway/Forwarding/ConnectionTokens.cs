using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Forwarding;

/// <summary>The headers that a <c>Connection</c> header names, which concern one hop only.</summary>
internal readonly struct ConnectionTokens
{
    private readonly string[]? _names;

    private ConnectionTokens(string[] names) => _names = names;

    /// <summary>The tokens of all lines. The usual values name no header and cost nothing.</summary>
    public static ConnectionTokens Of(StringValues connection) => connection.Count == 0 || (connection.Count == 1 && IsUsual(connection[0]!))
        ? default
        : new ConnectionTokens(string.Join(',', connection.ToArray()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a header is one of them. <c>close</c>, <c>keep-alive</c> and <c>upgrade</c> are no headers here.</summary>
    public bool Name(string header)
    {
        foreach (string name in _names ?? [])
        {
            if (name.Equals(header, StringComparison.OrdinalIgnoreCase) && !IsUsual(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a token names no header.</summary>
    internal static bool IsUsual(string value) =>
        value.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
        || value.Equals("close", StringComparison.OrdinalIgnoreCase)
        || value.Equals("upgrade", StringComparison.OrdinalIgnoreCase);
}
