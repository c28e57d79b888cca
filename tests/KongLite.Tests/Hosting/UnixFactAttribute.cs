namespace KongLite.Tests.Hosting;

/// <summary>A test about signals, which Windows does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "there are no signals on Windows";
        }
    }
}
