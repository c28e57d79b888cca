namespace KongLite.Plugins.Shared.Delivery;

/// <summary>Reads timeouts of configurations.</summary>
internal static class SocketTimeout
{
    private const double Default = 10000;

    /// <summary>The time of some milliseconds; Kong's default for none and for what is not positive.</summary>
    public static TimeSpan Of(double? milliseconds) =>
        TimeSpan.FromMilliseconds(milliseconds is > 0 ? Math.Min(milliseconds.Value, int.MaxValue) : Default);
}
