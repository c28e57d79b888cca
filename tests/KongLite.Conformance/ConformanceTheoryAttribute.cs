namespace KongLite.Conformance;

/// <summary>A theory about recorded cases, which a Python script plays. Without Python it is skipped, except in CI, where it then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    public ConformanceTheoryAttribute()
    {
        if (!Player.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "python3 is not installed";
        }
    }
}
