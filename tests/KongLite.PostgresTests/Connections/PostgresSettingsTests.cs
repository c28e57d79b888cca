using KongLite.Settings;
using KongLite.Store.Postgres;

namespace KongLite.PostgresTests.Connections;

public sealed class PostgresSettingsTests
{
    private static readonly Dictionary<string, string> Written = new()
    {
        ["pg_host"] = "db",
        ["pg_port"] = "5433",
        ["pg_user"] = "me",
        ["pg_password"] = "hunter2",
        ["pg_database"] = "gateway",
        ["pg_schema"] = "own",
        ["pg_timeout"] = "1500",
        ["pg_ssl"] = "on",
        ["pg_ssl_verify"] = "on",
        ["pg_max_concurrent_queries"] = "8",
        ["pg_semaphore_timeout"] = "2500",
        ["pg_keepalive_timeout"] = "3500",
        ["pg_pool_size"] = "9",
    };

    private static readonly PostgresOptions Meant = new()
    {
        Host = "db",
        Port = 5433,
        User = "me",
        Password = "hunter2",
        Database = "gateway",
        Schema = "own",
        Timeout = TimeSpan.FromMilliseconds(1500),
        Ssl = true,
        SslVerify = true,
        MaxConcurrentQueries = 8,
        SemaphoreTimeout = TimeSpan.FromMilliseconds(2500),
        KeepaliveTimeout = TimeSpan.FromMilliseconds(3500),
        PoolSize = 9,
        TrustedCertificates = [],
    };

    [Fact]
    public void Every_setting_counts() => Assert.Equal(Meant, Read([]).ToPostgresOptions() with { TrustedCertificates = Meant.TrustedCertificates });

    [Fact]
    public void Without_a_host_there_is_none_that_is_only_read() =>
        Assert.Null(Read(new() { ["pg_ro_port"] = "1", ["pg_ro_user"] = "reader" }).ToReadOnlyPostgresOptions());

    [Fact]
    public void What_is_only_read_is_as_its_twin_unless_said()
    {
        PostgresOptions? options = Read(new() { ["pg_ro_host"] = "replica" }).ToReadOnlyPostgresOptions();

        Assert.Equal(Meant with { Host = "replica" }, options! with { TrustedCertificates = Meant.TrustedCertificates });
    }

    [Fact]
    public void What_is_only_read_has_settings_of_its_own()
    {
        PostgresOptions? options = Read(new()
        {
            ["pg_ro_host"] = "replica",
            ["pg_ro_port"] = "5434",
            ["pg_ro_user"] = "reader",
            ["pg_ro_password"] = "other",
            ["pg_ro_database"] = "copy",
            ["pg_ro_schema"] = "theirs",
            ["pg_ro_timeout"] = "0",
            ["pg_ro_ssl"] = "off",
            ["pg_ro_ssl_verify"] = "off",
            ["pg_ro_max_concurrent_queries"] = "0",
            ["pg_ro_semaphore_timeout"] = "1",
            ["pg_ro_keepalive_timeout"] = "2",
            ["pg_ro_pool_size"] = "3",
        }).ToReadOnlyPostgresOptions();

        var meant = new PostgresOptions
        {
            Host = "replica",
            Port = 5434,
            User = "reader",
            Password = "other",
            Database = "copy",
            Schema = "theirs",
            Timeout = TimeSpan.Zero,
            MaxConcurrentQueries = 0,
            SemaphoreTimeout = TimeSpan.FromMilliseconds(1),
            KeepaliveTimeout = TimeSpan.FromMilliseconds(2),
            PoolSize = 3,
            TrustedCertificates = Meant.TrustedCertificates,
        };
        Assert.Equal(meant, options! with { TrustedCertificates = Meant.TrustedCertificates });
    }

    [Fact]
    public void Authorities_are_files_texts_and_those_of_the_system()
    {
        using var one = new TestAuthority();
        using var two = new TestAuthority();
        using var three = new TestAuthority();
        string file = Path.GetTempFileName();
        File.WriteAllText(file, one.Certificate.ExportCertificatePem() + "\n" + two.Certificate.ExportCertificatePem());

        PostgresOptions files = Read(new() { ["lua_ssl_trusted_certificate"] = $"{file},{three.Certificate.ExportCertificatePem()}" }).ToPostgresOptions();
        PostgresOptions both = Read(new() { ["lua_ssl_trusted_certificate"] = $"system, {file}" }).ToPostgresOptions();
        PostgresOptions unset = Read([]).ToPostgresOptions();
        File.Delete(file);

        Assert.Equal([one.Certificate, two.Certificate, three.Certificate], files.TrustedCertificates);
        Assert.Equal([one.Certificate, two.Certificate], both.TrustedCertificates);
        Assert.Empty(unset.TrustedCertificates);
        Assert.Equal((false, true, true), (files.TrustsSystem, both.TrustsSystem, unset.TrustsSystem));
    }

    private static NodeSettings Read(Dictionary<string, string> more)
    {
        SettingsResult result = new SettingsReader(new Dictionary<string, string>()).Read(new Dictionary<string, string>([.. Written, .. more]));
        Assert.Empty(result.Errors);
        return result.Settings!;
    }
}
