namespace KongLite.Plugins.Shared.Delivery;

/// <summary>A server that takes lines over TCP.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Port">Its port.</param>
internal sealed record TcpServer(string Host, int Port)
{
    /// <summary>How long connecting and sending may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long an idle connection is used again.</summary>
    public required TimeSpan Keepalive { get; init; }

    /// <summary>Whether to speak TLS; nobody checks the certificate.</summary>
    public bool IsTls { get; init; }

    /// <summary>The TLS server name to ask for; null: none.</summary>
    public string? ServerName { get; init; }
}
