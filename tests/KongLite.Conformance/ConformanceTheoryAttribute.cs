using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.Conformance;

/// <summary>A theory about recorded cases, which a Python script plays. Where what it needs is missing it is skipped, except in CI, where it then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    public ConformanceTheoryAttribute(bool needsPostgres = false)
    {
        string? absence = !Python.IsInstalled ? "python3 is not installed" : needsPostgres ? PostgresServer.Absence : null;
        if (absence is not null && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = absence;
        }
    }
}
