using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Gateway.Balancing;

/// <summary>A cookie that brings a client back to the address that served it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value: a UUID.</param>
/// <param name="Path">The path it is good for.</param>
internal sealed record HashCookie(string Name, string Value, string Path)
{
    /// <summary>The value of a request's cookie, undecoded, whatever the case of its name; null: there is none.</summary>
    public static string? Find(StringValues lines, string name)
    {
        foreach (string? line in lines)
        {
            foreach (Range range in line.AsSpan().Split(';'))
            {
                ReadOnlySpan<char> pair = line.AsSpan()[range].Trim();
                if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    return pair[(name.Length + 1)..].ToString();
                }
            }
        }

        return null;
    }

    /// <summary>Adds the cookie to an answer, in place of one of the same name.</summary>
    public void AddTo(IHeaderDictionary headers)
    {
        // Kong does write "Same-Site".
        string line = $"{Name}={Value}; Path={Path}; Same-Site=Lax; HttpOnly";
        headers.SetCookie = headers.SetCookie.Count == 0
            ? line
            : new StringValues([.. headers.SetCookie.Where(each => each?.StartsWith(Name + "=", StringComparison.Ordinal) != true), line]);
    }
}
