using System.Text.Json.Nodes;
using KongLite.Gateway.Tls;

namespace KongLite.Tests.Gateway.Tls;

/// <summary>A certificate and its key in PEM form.</summary>
internal sealed record KeyPair(string Cert, string Key)
{
    /// <summary>The body of a certificate of the store.</summary>
    /// <param name="alternative">The one with the other kind of key; null: none.</param>
    public string Body(KeyPair? alternative = null) => new JsonObject
    {
        ["cert"] = Cert,
        ["key"] = Key,
        ["cert_alt"] = alternative?.Cert,
        ["key_alt"] = alternative?.Key,
    }.ToJsonString();

    /// <summary>Ready for handshakes.</summary>
    public TlsCertificate Load() =>
        TlsCertificate.Load(Cert, Key, out string? error) ?? throw new InvalidOperationException(error);

    /// <summary>Ready for a listener.</summary>
    public ServerCertificate Serve() => new(Load(), null);
}
