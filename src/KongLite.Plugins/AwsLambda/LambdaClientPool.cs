namespace KongLite.Plugins.AwsLambda;

/// <summary>What the connections of calls depend on.</summary>
/// <param name="Timeout">Bound of connecting.</param>
/// <param name="Keepalive">How long an idle connection is kept.</param>
/// <param name="ProxyUrl">Forward proxy; null: none.</param>
/// <param name="VerifiesTls">Whether certificates must be valid.</param>
internal sealed record LambdaConnectionSettings(TimeSpan Timeout, TimeSpan Keepalive, string? ProxyUrl, bool VerifiesTls);

/// <summary>
/// Connections that outlive changes of the configuration: instances with the same settings share them. One is forgotten when no instance uses it.
/// </summary>
internal sealed class LambdaClientPool
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LambdaConnectionSettings, WeakReference<LambdaConnections>> _known = [];

    /// <summary>The connections for some settings.</summary>
    public LambdaConnections Get(LambdaConnectionSettings settings)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(settings, out WeakReference<LambdaConnections>? reference) && reference.TryGetTarget(out LambdaConnections? known))
            {
                return known;
            }

            foreach ((LambdaConnectionSettings unused, WeakReference<LambdaConnections> each) in _known)
            {
                if (!each.TryGetTarget(out _))
                {
                    _known.Remove(unused);
                }
            }

            var made = new LambdaConnections(settings);
            _known[settings] = new WeakReference<LambdaConnections>(made);
            return made;
        }
    }
}
