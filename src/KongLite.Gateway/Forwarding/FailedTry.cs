namespace KongLite.Gateway.Forwarding;

/// <summary>What to make of a try that failed (Kong: <c>proxy_next_upstream error timeout</c>).</summary>
internal enum FailedTry
{
    /// <summary>Nothing of the request was sent; any request may be tried again. 502 in the end.</summary>
    NotConnected,

    /// <summary>As above, but it took too long. 504 in the end.</summary>
    ConnectTimedOut,

    /// <summary>The connection broke before an answer. Idempotent requests may be tried again. 502 in the end.</summary>
    Broken,

    /// <summary>No answer came in time. Idempotent requests may be tried again. 504 in the end.</summary>
    TimedOut,

    /// <summary>What came was no answer. 502 at once.</summary>
    Invalid,

    /// <summary>The service's name means nothing. 503 at once.</summary>
    Unresolved,

    /// <summary>The name servers could not say what the service's name means. 500 at once.</summary>
    NotResolved,

    /// <summary>The client's body could not be read; the status says why.</summary>
    BadBody,

    /// <summary>The client's host is one that no service can be told. 400 at once.</summary>
    BadHost,

    /// <summary>The client has left, or the answer broke off half sent: the connection is closed.</summary>
    Lost,

    /// <summary>We could not make the request. 500.</summary>
    Bug,
}
