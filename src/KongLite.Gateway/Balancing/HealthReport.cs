namespace KongLite.Gateway.Balancing;

/// <summary>How a request to an address went, or a probe. Each kind has a counter.</summary>
internal enum HealthReport
{
    /// <summary>A good status, or a connection where no more is asked.</summary>
    Success,

    /// <summary>A bad status.</summary>
    HttpFailure,

    /// <summary>No connection, or one that broke.</summary>
    TcpFailure,

    /// <summary>No answer in time.</summary>
    Timeout,
}
