using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests;

/// <summary>A <see cref="PostgresFactAttribute"/> with arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
    {
        if (PostgresServer.Absence is { } absence && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = absence;
        }
    }
}
