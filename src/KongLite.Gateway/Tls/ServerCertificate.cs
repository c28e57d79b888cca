namespace KongLite.Gateway.Tls;

/// <summary>What clients are shown for a server name: one certificate, or two with different kinds of keys.</summary>
/// <param name="main">The certificate.</param>
/// <param name="alternative">The one with the other kind of key; null: there is none.</param>
public sealed class ServerCertificate(TlsCertificate main, TlsCertificate? alternative)
{
    /// <summary>The certificate.</summary>
    public TlsCertificate Main => main;

    /// <summary>Whether the client's hello decides which certificate it is shown.</summary>
    public bool IsPair => alternative is not null && alternative.IsElliptic != main.IsElliptic;

    /// <summary>The certificate for a client.</summary>
    /// <param name="knowsElliptic">Whether the client can verify ECDSA, which is then preferred, as it costs the node far less; null: nobody asked.</param>
    public TlsCertificate For(bool? knowsElliptic) =>
        knowsElliptic is { } wanted && IsPair && main.IsElliptic != wanted ? alternative! : main;
}
