using System.Globalization;

namespace KongLite.Plugins.CorrelationId;

/// <summary>Ids of one process: a UUID that stays, and a number that counts up. All configurations share them.</summary>
internal sealed class WorkerIds
{
    private readonly string _prefix = $"{Guid.NewGuid():D}#";
    private long _last;

    /// <summary>The next id.</summary>
    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{Interlocked.Increment(ref _last)}");
}
