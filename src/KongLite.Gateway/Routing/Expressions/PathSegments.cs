namespace KongLite.Gateway.Routing.Expressions;

/// <summary>The segments of a path in normal form. A slash at the end begins no segment.</summary>
internal static class PathSegments
{
    /// <summary>How many there are.</summary>
    public static int Count(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> inner = Inner(path);
        return inner.IsEmpty ? 0 : inner.Count('/') + 1;
    }

    /// <summary>The segments from one to another, with the slashes between them.</summary>
    /// <returns>False: there are not so many.</returns>
    public static bool TryRead(ReadOnlySpan<char> path, int first, int last, out ReadOnlySpan<char> text)
    {
        text = default;
        ReadOnlySpan<char> rest = Inner(path);
        if (rest.IsEmpty)
        {
            return false;
        }

        for (int skipped = 0; skipped < first; skipped++)
        {
            int slash = rest.IndexOf('/');
            if (slash < 0)
            {
                return false;
            }

            rest = rest[(slash + 1)..];
        }

        int end = -1;
        for (int taken = first; taken <= last; taken++)
        {
            if (end == rest.Length)
            {
                return false;
            }

            int slash = rest[(end + 1)..].IndexOf('/');
            end = slash < 0 ? rest.Length : end + 1 + slash;
        }

        text = rest[..end];
        return true;
    }

    private static ReadOnlySpan<char> Inner(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> inner = path is ['/', ..] ? path[1..] : path;
        return inner is [.., '/'] ? inner[..^1] : inner;
    }
}
