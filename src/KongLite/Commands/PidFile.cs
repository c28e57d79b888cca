using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace KongLite.Commands;

/// <summary>Where a node leaves its process id for the commands that end it: <c>pids/nginx.pid</c> under the prefix, as in Kong.</summary>
/// <param name="prefix">The working directory.</param>
internal sealed class PidFile(string prefix)
{
    // What a node is called: by its own name, or by that of what runs its assembly.
    private static readonly string[] Names = ["konglite", "dotnet"];

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(prefix, "pids", "nginx.pid");

    /// <summary>The node that runs with this prefix; null: none. A file that was left behind, and whose number belongs to somebody else, tells of none.</summary>
    public Process? Find()
    {
        try
        {
            if (!File.Exists(Path) || !int.TryParse(File.ReadAllText(Path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int id)
                || id == Environment.ProcessId)
            {
                return null;
            }

            // In a container a node often has the number that it had before.
            var process = Process.GetProcessById(id);
            if (!process.HasExited && Names.Contains(process.ProcessName))
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException or Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Writes the id of this process.</summary>
    /// <returns>What kept it from being written; null: nothing.</returns>
    public string? Write()
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            File.WriteAllText(Path, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"open() \"{Path}\" failed ({error.Message})";
        }
    }

    /// <summary>Removes the file.</summary>
    public void Delete()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it finds nobody.
        }
    }
}
