namespace KongLite.Migrations;

/// <summary>The SQL files of the folder <c>Layout</c>.</summary>
internal static class Script
{
    /// <summary>The text of a file.</summary>
    /// <param name="name">Its name, such as <c>KongLayout.sql</c>.</param>
    public static string Read(string name)
    {
        using Stream stream = typeof(Script).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
