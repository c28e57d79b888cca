namespace KongLite.Tests.Gateway.Clients;

/// <summary>A test with a real curl. Without one it is skipped, except in CI, where it then fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CurlFactAttribute : FactAttribute
{
    public CurlFactAttribute()
    {
        bool isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "curl.exe" : "curl")));
        if (!isInstalled && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = "curl is not installed";
        }
    }
}
