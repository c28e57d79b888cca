namespace KongLite.Gateway.Forwarding;

/// <summary>
/// The address of a call. The client library tells nobody when a request leaves the queue for a connection, but it asks how to write each header, and
/// shows the request when it does: by its address the request is known again.
/// </summary>
internal sealed class CallAddress(string address, ServiceCall call) : Uri(address, AsIs)
{
    private static readonly UriCreationOptions AsIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The call.</summary>
    public ServiceCall Call => call;
}
