using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Connections;

public sealed class TlsTests : IAsyncLifetime
{
    private const string IsEncrypted = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _other = new();
    private ServerCluster? _cluster;

    private PostgresOptions Options => _cluster!.Connection.Options() with { Ssl = true, SslVerify = true, TrustsSystem = false };

    public async Task InitializeAsync() => _cluster = ServerCluster.Absence is null ? await _authority.StartServerAsync() : null;

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _authority.Dispose();
        _other.Dispose();
    }

    [ClusterFact]
    public async Task A_certificate_of_a_trusted_authority_is_accepted()
    {
        Assert.Equal(true, await AskAsync(Options with { TrustedCertificates = [_authority.Certificate] }));
        Assert.Equal(true, await AskAsync(Options with { TrustedCertificates = [_other.Certificate, _authority.Certificate], TrustsSystem = true }));
    }

    [ClusterFact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        await AssertRefusedAsync(Options with { TrustedCertificates = [_other.Certificate] });
        await AssertRefusedAsync(Options with { TrustedCertificates = [_other.Certificate], TrustsSystem = true });
        await AssertRefusedAsync(Options with { TrustsSystem = true });
    }

    [ClusterFact]
    public async Task A_certificate_for_another_host_is_refused() =>
        await AssertRefusedAsync(Options with { Host = "localhost", TrustedCertificates = [_authority.Certificate] });

    [ClusterFact]
    public async Task Without_verification_any_certificate_will_do() =>
        Assert.Equal(true, await AskAsync(Options with { Host = "localhost", SslVerify = false }));

    [ClusterFact]
    public async Task Without_pg_ssl_nothing_is_encrypted() => Assert.Equal(false, await AskAsync(Options with { Ssl = false }));

    [ClusterFact]
    public async Task A_server_without_tls_is_refused()
    {
        await using ServerCluster plain = await ServerCluster.StartAsync();

        var error = await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(plain.Connection.Options() with { Ssl = true }));

        Assert.Equal("the server does not speak TLS (pg_ssl)", DatabaseFailure.Describe(error));
        Assert.True(DatabaseFailure.IsUnavailable(error));
    }

    private static async Task AssertRefusedAsync(PostgresOptions options)
    {
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(options));

        Assert.StartsWith("TLS failed: ", DatabaseFailure.Describe(error), StringComparison.Ordinal);
        Assert.True(DatabaseFailure.IsUnavailable(error));
    }

    private static async Task<object?> AskAsync(PostgresOptions options)
    {
        await using NpgsqlDataSource source = options.CreateSource();
        await using NpgsqlCommand command = source.CreateCommand(IsEncrypted);
        return await command.ExecuteScalarAsync();
    }
}
