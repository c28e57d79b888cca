namespace KongLite.Gateway.Tls;

/// <summary>What clients are shown for a server name: one certificate, or two with different kinds of keys.</summary>
public sealed class ServerCertificate
{
    private readonly TlsCertificate? _elliptic;
    private readonly TlsCertificate? _other;

    /// <summary>A certificate.</summary>
    /// <param name="main">The certificate.</param>
    /// <param name="alternative">One with the other kind of key; null: there is none.</param>
    public ServerCertificate(TlsCertificate main, TlsCertificate? alternative)
    {
        Main = main;
        if (alternative is not null && alternative.IsElliptic != main.IsElliptic)
        {
            (_elliptic, _other) = main.IsElliptic ? (main, alternative) : (alternative, main);
        }
    }

    /// <summary>The certificate, unless the client's hello decides.</summary>
    public TlsCertificate Main { get; }

    /// <summary>Whether the client's hello decides which of two it is shown.</summary>
    public bool IsPair => _elliptic is not null;

    /// <summary>The certificate for a client. ECDSA is preferred: it costs the node far less.</summary>
    /// <param name="curves">The ECDSA signatures that the client takes; null: nobody knows.</param>
    public TlsCertificate For(EllipticCurves? curves) =>
        curves is null || _elliptic is null ? Main : (_elliptic.Curve & curves) != 0 ? _elliptic : _other!;
}
