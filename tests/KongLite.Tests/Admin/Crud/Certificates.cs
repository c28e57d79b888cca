using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace KongLite.Tests.Admin.Crud;

/// <summary>Certificates made for a test.</summary>
internal static class Certificates
{
    private static readonly Lazy<(string Cert, string Key)> First = new(() => Make(isAuthority: false));
    private static readonly Lazy<(string Cert, string Key)> Second = new(() => Make(isAuthority: false));
    private static readonly Lazy<(string Cert, string Key)> Root = new(() => Make(isAuthority: true));

    /// <summary>The body of a certificate with its key.</summary>
    /// <param name="snis">Names; null: the body has no <c>snis</c>.</param>
    public static string Body(params string[]? snis) => Body(First.Value, snis);

    /// <summary>The body of another certificate.</summary>
    public static string OtherBody(params string[]? snis) => Body(Second.Value, snis);

    /// <summary>The body of an authority's certificate.</summary>
    public static string Authority() => new JsonObject { ["cert"] = Root.Value.Cert }.ToJsonString();

    private static string Body((string Cert, string Key) pair, string[]? snis)
    {
        var body = new JsonObject { ["cert"] = pair.Cert, ["key"] = pair.Key };
        if (snis is not null)
        {
            body["snis"] = new JsonArray([.. snis.Select(each => JsonValue.Create(each))]);
        }

        return body.ToJsonString();
    }

    private static (string Cert, string Key) Make(bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a.test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
