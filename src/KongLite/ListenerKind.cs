namespace KongLite;

/// <summary>What an address of the node is for.</summary>
internal enum ListenerKind
{
    /// <summary>Requests to be routed.</summary>
    Proxy,

    /// <summary>The Admin API.</summary>
    Admin,

    /// <summary>The read-only status API.</summary>
    Status,
}
