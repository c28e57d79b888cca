namespace KongLite.Gateway.Routing;

/// <summary>Parts of a request that few routers look at and that cost something to have.</summary>
[Flags]
internal enum RequestParts
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The addresses of the connection, and the client's port.</summary>
    Addresses = 1,

    /// <summary>The decoded query.</summary>
    Query = 2,
}
