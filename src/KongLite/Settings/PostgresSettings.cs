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
        Ssl = settings.PgSsl,
        SslVerify = settings.PgSslVerify,
    };
}
