using System.Text;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>Paths by the book: the normal form, and the form that goes to a service.</summary>
internal static class NaivePath
{
    private const string Reserved = "!*'();:@&=+$,/?%#[]";
    private const string Plain = "!#$&'()*+,/:;=?@[]ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~%";
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The normal form; null: its bytes are not UTF-8.</summary>
    public static string? Normalize(string raw)
    {
        if (raw is "" or "/")
        {
            return raw;
        }

        var bytes = new List<byte>();
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '%')
            {
                bytes.Add((byte)raw[i]);
                continue;
            }

            string triplet = raw.Substring(i, 3);
            byte value = Convert.ToByte(triplet[1..], 16);
            bytes.AddRange(Reserved.Contains((char)value) ? Encoding.ASCII.GetBytes(triplet.ToUpperInvariant()) : [value]);
            i += 2;
        }

        try
        {
            string path = Strict.GetString([.. bytes]);
            return path.Contains('.') || path.Contains("//", StringComparison.Ordinal) ? Resolve(path) : path;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Whether dot segments climb above the root, all escapes decoded.</summary>
    public static bool IsAboveRoot(string raw)
    {
        int depth = 0;
        foreach (string segment in Encoding.Latin1.GetString([.. Unescape(raw)]).Split('/'))
        {
            depth += segment switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path with everything encoded that may not stand in a request.</summary>
    public static string Escape(string path) =>
        string.Concat(Encoding.UTF8.GetBytes(path).Select(each => Plain.Contains((char)each) ? $"{(char)each}" : $"%{each:X2}"));

    /// <summary>The path for a service: the table of <c>path_handling</c>, row by row.</summary>
    /// <param name="basePath">The service's, or <c>/</c>.</param>
    /// <param name="path">The request's, in normal form.</param>
    /// <param name="prefix">What the route's path matched; null: it has none.</param>
    /// <param name="strips"><c>strip_path</c>.</param>
    /// <param name="isV1">Whether it is the table for v1.</param>
    public static string Upstream(string basePath, string path, string? prefix, bool strips, bool isV1)
    {
        string postfix = prefix is null ? path[1..] : Sanitize(path[prefix.Length..]);
        if (isV1)
        {
            return !strips ? basePath + path[1..]
                : basePath.EndsWith('/') && postfix.StartsWith('/') ? basePath + postfix[1..]
                : basePath + postfix;
        }

        return (basePath.EndsWith('/'), strips, postfix) switch
        {
            (true, true, "") => basePath == "/" ? "/" : path.EndsWith('/') ? basePath : basePath[..^1],
            (true, true, ['/', ..]) => basePath[..^1] + postfix,
            (true, true, _) => basePath + postfix,
            (true, false, _) => basePath + path[1..],
            (false, true, "") => basePath + (path.Length > 1 && path.EndsWith('/') ? "/" : ""),
            (false, true, ['/', ..]) => basePath + postfix,
            (false, true, _) => basePath + "/" + postfix,
            (false, false, _) => path == "/" ? basePath : basePath + path,
        };
    }

    private static string Sanitize(string postfix)
    {
        if (postfix is "." or "..")
        {
            return string.Empty;
        }

        return postfix.StartsWith("./", StringComparison.Ordinal) ? postfix[2..]
            : postfix.StartsWith("../", StringComparison.Ordinal) ? postfix[3..]
            : postfix;
    }

    private static string Resolve(string path)
    {
        string output = string.Empty;
        while (path.Length > 0)
        {
            if (path.StartsWith("//", StringComparison.Ordinal))
            {
                path = path[1..];
            }
            else if (path == "/." || path.StartsWith("/./", StringComparison.Ordinal))
            {
                path = "/" + path[2..].TrimStart('/');
            }
            else if (path == "/.." || path.StartsWith("/../", StringComparison.Ordinal))
            {
                path = "/" + path[3..].TrimStart('/');
                output = output[..Math.Max(output.LastIndexOf('/'), 0)];
            }
            else
            {
                int end = path.IndexOf('/', 1);
                end = end < 0 ? path.Length : end;
                output += path[..end];
                path = path[end..];
            }
        }

        return output;
    }

    private static IEnumerable<byte> Unescape(string raw)
    {
        for (int i = 0; i < raw.Length; i++)
        {
            bool isEscape = raw[i] == '%';
            yield return isEscape ? Convert.ToByte(raw.Substring(i + 1, 2), 16) : (byte)raw[i];
            i += isEscape ? 2 : 0;
        }
    }
}
