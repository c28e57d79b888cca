namespace KongLite.Gateway.Routing;

/// <summary>A Host header or a route's host, taken apart as Kong's router does: at the first colon, if a number follows it.</summary>
internal static class HostAndPort
{
    /// <summary>No port was given.</summary>
    public const int NoPort = -1;

    /// <summary>The host without its port.</summary>
    /// <param name="value">The whole text.</param>
    /// <param name="port">The port, <see cref="NoPort"/> when there is none; a number too great for a port is one that nothing listens on.</param>
    public static ReadOnlySpan<char> Split(ReadOnlySpan<char> value, out int port)
    {
        port = NoPort;
        int colon = value.IndexOf(':');
        // An address such as [::1]:80 has no number behind its first colon, and so is a host as a whole.
        if (colon < 0 || colon == value.Length - 1)
        {
            return value;
        }

        long number = 0;
        foreach (char digit in value[(colon + 1)..])
        {
            if (!char.IsAsciiDigit(digit))
            {
                return value;
            }

            number = Math.Min((number * 10) + (digit - '0'), int.MaxValue);
        }

        port = (int)number;
        return value[..colon];
    }
}
