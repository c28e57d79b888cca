namespace KongLite.Sdk.Exchanges;

/// <summary>What the gateway notes of an exchange while it serves it. Moments are in stopwatch ticks.</summary>
internal struct CallRecord
{
    /// <summary>The tries so far.</summary>
    public UpstreamTries Tries;

    /// <summary>Time that the gateway took.</summary>
    public TimeSpan GatewayTime;

    /// <summary>Time until the service's answer began; null: no service was called.</summary>
    public TimeSpan? UpstreamTime;

    /// <summary>When the service's answer began.</summary>
    public long Answered;

    /// <summary>When the client had everything; 0: not yet.</summary>
    public long Finished;

    /// <summary>Bytes of a body whose length was not known before; 0: it was known.</summary>
    public long BodySize;
}
