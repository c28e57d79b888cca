namespace KongLite.Testing;

/// <summary>The checkout that the tests run in.</summary>
public static class Repository
{
    /// <summary>Its top folder: the one that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path below the top folder.</summary>
    public static string PathOf(params string[] steps) => Path.Combine([Root, .. steps]);

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "KongLite.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no KongLite.sln above {AppContext.BaseDirectory}");
    }
}
