using KongLite.Testing;

namespace KongLite.Tests.Plugins.AwsLambda;

/// <summary>A test that needs a Python script. Without python3 it is skipped, except in CI, where it then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (!Python.IsInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "python3 is not installed";
        }
    }
}
