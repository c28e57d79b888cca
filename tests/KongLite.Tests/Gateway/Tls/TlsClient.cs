using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace KongLite.Tests.Gateway.Tls;

/// <summary>A client that looks at what it is shown.</summary>
internal sealed class TlsClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new();
    private SslStream? _stream;

    /// <summary>The common name of the certificate that was shown.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>The common names of the certificates that came with it.</summary>
    public IReadOnlyList<string> Chain { get; private set; } = [];

    /// <summary>The connection.</summary>
    public SslStream Stream => _stream!;

    /// <summary>Connects, and trusts whoever is there.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="name">The server name that is said; null: none.</param>
    /// <param name="with">Sets further options.</param>
    public static async Task<TlsClient> ConnectAsync(Uri address, string? name, Action<SslClientAuthenticationOptions>? with = null)
    {
        var client = new TlsClient();
        try
        {
            await client._tcp.ConnectAsync(address.Host, address.Port);
            client._stream = new SslStream(client._tcp.GetStream());
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = name ?? string.Empty,
                RemoteCertificateValidationCallback = (_, certificate, chain, _) => client.Look((X509Certificate2)certificate!, chain!),
            };
            with?.Invoke(options);
            await client._stream.AuthenticateAsClientAsync(options).WaitAsync(TimeSpan.FromSeconds(20));
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The common name of the certificate that is shown for a server name.</summary>
    public static async Task<string> ShownAsync(Uri address, string? name, Action<SslClientAuthenticationOptions>? with = null)
    {
        await using TlsClient client = await ConnectAsync(address, name, with);
        return client.Name;
    }

    /// <summary>Makes a client of TLS 1.2 that cannot verify ECDSA. Only where there is OpenSSL.</summary>
    public static void OnlyRsa(SslClientAuthenticationOptions options) => Only(options, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, SslProtocols.Tls12);

    /// <summary>Leaves a client one suite of one version. Only where there is OpenSSL.</summary>
    public static void Only(SslClientAuthenticationOptions options, TlsCipherSuite suite, SslProtocols version)
    {
#pragma warning disable CA1416 // The tests that need it are for where it is.
        options.CipherSuitesPolicy = new CipherSuitesPolicy([suite]);
#pragma warning restore CA1416
        options.EnabledSslProtocols = version;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }

        _tcp.Dispose();
    }

    private bool Look(X509Certificate2 certificate, X509Chain chain)
    {
        Name = certificate.GetNameInfo(X509NameType.SimpleName, false);
        Chain = [.. chain.ChainPolicy.ExtraStore.Select(each => each.GetNameInfo(X509NameType.SimpleName, false)).Where(each => each != Name)];
        return true;
    }
}
