using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Balancing;

/// <summary>Tells operators when an address comes or goes.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> logger)
{
    /// <summary>An address of an upstream has become available or not.</summary>
    public void Changed(CompiledUpstream upstream, Peer peer)
    {
        if (peer.State.IsHealthy)
        {
            IsHealthy(upstream.Upstream.Name, peer);
        }
        else
        {
            IsUnhealthy(upstream.Upstream.Name, peer);
        }
    }

    /// <summary>An address could not be probed, for a reason that says nothing about it.</summary>
    public void ProbeFailed(CompiledUpstream upstream, Peer peer, Exception error) => NotProbed(error, upstream.Upstream.Name, peer);

    [LoggerMessage(Level = LogLevel.Error, Message = "upstream {Upstream}: {Address} could not be probed")]
    private partial void NotProbed(Exception error, string upstream, Peer address);

    [LoggerMessage(Level = LogLevel.Information, Message = "upstream {Upstream}: {Address} is healthy again")]
    private partial void IsHealthy(string upstream, Peer address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "upstream {Upstream}: {Address} is unhealthy and gets no requests")]
    private partial void IsUnhealthy(string upstream, Peer address);
}
