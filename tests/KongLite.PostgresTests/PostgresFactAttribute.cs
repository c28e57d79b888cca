using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests;

/// <summary>A test that needs PostgreSQL. Where there can be none it is skipped, except in CI, where it then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.Absence is { } absence && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = absence;
        }
    }
}
