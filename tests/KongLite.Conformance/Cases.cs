using KongLite.Testing;

namespace KongLite.Conformance;

/// <summary>The recorded cases, and which of them are not served yet.</summary>
internal static class Cases
{
    /// <summary>The folder of the cases.</summary>
    public static string Root { get; } = Repository.PathOf("tests", "conformance", "cases");

    /// <summary>Every case, as <c>folder/file.json</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetFiles(Root, "*.json", SearchOption.AllDirectories).Select(NameOf).Order(StringComparer.Ordinal)];

    /// <summary>The cases of <c>not-yet.txt</c>.</summary>
    public static IReadOnlySet<string> NotYet { get; } = File.ReadAllLines(Repository.PathOf("tests", "conformance", "not-yet.txt"))
        .Select(line => line.Split('#')[0].Trim())
        .Where(line => line.Length > 0)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a case.</summary>
    public static string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
