using KongLite.Store.Postgres;

namespace KongLite.Settings;

/// <summary>The <c>pg_</c> settings in the terms of the store.</summary>
internal static class PostgresSettings
{
    /// <summary>Where the database is.</summary>
    public static PostgresOptions ToPostgresOptions(this NodeSettings settings) => new()
    {
        Host = settings.PgHost,
        Port = settings.PgPort,
        User = settings.PgUser,
        Password = settings.PgPassword,
        Database = settings.PgDatabase,
        Schema = settings.PgSchema,
        Timeout = TimeSpan.FromMilliseconds(settings.PgTimeout),
        PoolSize = settings.PgPoolSize,
        MaxConcurrentQueries = settings.PgMaxConcurrentQueries,
        SemaphoreTimeout = TimeSpan.FromMilliseconds(settings.PgSemaphoreTimeout),
        KeepaliveTimeout = settings.PgKeepaliveTimeout is { } keepalive ? TimeSpan.FromMilliseconds(keepalive) : null,
        Ssl = settings.PgSsl,
        SslVerify = settings.PgSslVerify,
        TrustsSystem = settings.LuaSslTrustedCertificate.Contains(AuthoritiesAttribute.System),
        TrustedCertificates =
        [
            .. settings.LuaSslTrustedCertificate.Where(each => each != AuthoritiesAttribute.System).SelectMany(each => PemText.Certificates(each) ?? []),
        ],
    };

    /// <summary>Where a database is that is only read; null: there is none.</summary>
    public static PostgresOptions? ToReadOnlyPostgresOptions(this NodeSettings settings) => settings.PgRoHost is not { } host ? null : (settings with
    {
        PgHost = host,
        PgPort = settings.PgRoPort ?? settings.PgPort,
        PgUser = settings.PgRoUser ?? settings.PgUser,
        PgPassword = settings.PgRoPassword ?? settings.PgPassword,
        PgDatabase = settings.PgRoDatabase ?? settings.PgDatabase,
        PgSchema = settings.PgRoSchema ?? settings.PgSchema,
        PgTimeout = settings.PgRoTimeout ?? settings.PgTimeout,
        PgPoolSize = settings.PgRoPoolSize ?? settings.PgPoolSize,
        PgMaxConcurrentQueries = settings.PgRoMaxConcurrentQueries ?? settings.PgMaxConcurrentQueries,
        PgSemaphoreTimeout = settings.PgRoSemaphoreTimeout ?? settings.PgSemaphoreTimeout,
        PgKeepaliveTimeout = settings.PgRoKeepaliveTimeout ?? settings.PgKeepaliveTimeout,
        PgSsl = settings.PgRoSsl ?? settings.PgSsl,
        PgSslVerify = settings.PgRoSslVerify ?? settings.PgSslVerify,
    }).ToPostgresOptions();
}
