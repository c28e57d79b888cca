namespace KongLite.Testing;

/// <summary>The interpreter of the scripts in <c>tests/conformance</c>.</summary>
public static class Python
{
    /// <summary>Whether it is there.</summary>
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "python3")) || File.Exists(Path.Combine(folder, "python3.exe")));
}
