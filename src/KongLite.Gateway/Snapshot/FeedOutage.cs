using KongLite.Sdk.Storage;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Snapshot;

/// <summary>The times when the change feed cannot be asked: how long to wait for the next try, and what operators hear of it.</summary>
internal sealed partial class FeedOutage(TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private DateTimeOffset _since;
    private DateTimeOffset _told = DateTimeOffset.MinValue;
    private bool _isTold;
    private TimeSpan _step;

    /// <summary>Whether the last try failed.</summary>
    public bool IsOn { get; private set; }

    /// <summary>How long to wait before the next try; zero when the last one did not fail.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>A try has failed.</summary>
    /// <param name="error">Why.</param>
    /// <param name="version">Version of the snapshot in force; -1: none.</param>
    public void Add(StoreException error, long version)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (!IsOn)
        {
            (IsOn, _isTold, _since, _step) = (true, false, now, Shortest);
        }

        // A database that comes and goes would otherwise fill the log too.
        if (now - _told >= Silence)
        {
            (_isTold, _told) = (true, now);
            if (version < 0)
            {
                LostBefore(error.Message);
            }
            else
            {
                Lost(error.Message, version);
            }
        }

        // Nodes that lost it together do not come back together.
        Pause = _step * (0.5 + (Random.Shared.NextDouble() / 2));
        _step = _step * 2 < Longest ? _step * 2 : Longest;
    }

    /// <summary>The feed can be asked again.</summary>
    public void End()
    {
        (IsOn, Pause) = (false, TimeSpan.Zero);
        if (_isTold)
        {
            long seconds = (long)(clock.GetUtcNow() - _since).TotalSeconds;
            Found(seconds);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "the database cannot be reached: {Reason}; there is no configuration yet, and requests are answered with 503 until it can")]
    private partial void LostBefore(string reason);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "the database cannot be reached: {Reason}; the proxy goes on with version {Version} of the configuration")]
    private partial void Lost(string reason, long version);

    [LoggerMessage(Level = LogLevel.Information, Message = "the database can be reached again, after {Seconds} s")]
    private partial void Found(long seconds);
}
