namespace KongLite.Plugins.Shared.Aws.Providers;

/// <summary>A text file of the platform, or why it cannot be read.</summary>
/// <param name="Text">The text; null: it cannot be read.</param>
/// <param name="Failure">Why it cannot be read.</param>
internal readonly record struct SmallFile(string? Text, string? Failure)
{
    private const int Largest = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    public static async ValueTask<SmallFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > Largest }
                ? new SmallFile(null, $"{path} is too large")
                : new SmallFile(await File.ReadAllTextAsync(path, cancellationToken), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new SmallFile(null, $"cannot read {path}: {error.GetType().Name}");
        }
    }
}
