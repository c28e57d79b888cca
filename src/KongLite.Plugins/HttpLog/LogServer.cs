namespace KongLite.Plugins.HttpLog;

/// <summary>A log server and how it is spoken to. Plugins for which all of it is equal share a queue.</summary>
/// <param name="Endpoint">The URL, with the user's name and password if it has them.</param>
/// <param name="Method">The method.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="Headers">All further headers.</param>
/// <param name="Timeout">How long a request may take, in milliseconds.</param>
/// <param name="Keepalive">How long an idle connection is kept, in milliseconds.</param>
internal sealed record LogServer(string Endpoint, string Method, string ContentType, string Headers, double Timeout, double Keepalive)
{
    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"{Method} {ContentType}";
}
