namespace KongLite.Tests.Hosting;

/// <summary>Tests about signals, which Windows does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "there are no signals on Windows";
        }
    }
}
