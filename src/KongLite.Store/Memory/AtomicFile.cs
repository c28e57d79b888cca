using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KongLite.Store.Memory;

/// <summary>The steps of replacing a file, each of which may be the last that a crash lets through.</summary>
internal enum SaveStep
{
    Create,
    Write,
    Flush,
    Rename,
    FlushFolder,
}

/// <summary>Replaces a file so that a crash at any moment leaves the old content or the new.</summary>
internal sealed class AtomicFile(string path)
{
    private readonly string _temporary = path + ".tmp";

    /// <summary>Called before each step. Tests make steps fail here.</summary>
    internal Action<SaveStep>? BeforeStep { get; set; }

    /// <summary>Writes the file whole: beside the old one, flushed, put in its place, and the folder flushed.</summary>
    /// <param name="pieces">The content.</param>
    /// <param name="time">The file's time of last writing.</param>
    /// <param name="replaced">Whether the new content is in place, also when this throws.</param>
    /// <exception cref="IOException">A step failed.</exception>
    /// <exception cref="UnauthorizedAccessException">A step failed.</exception>
    public void Replace(IReadOnlyList<ReadOnlyMemory<byte>> pieces, DateTimeOffset time, out bool replaced)
    {
        replaced = false;
        BeforeStep?.Invoke(SaveStep.Create);
        DeleteLeftover();
        using (var file = new FileStream(_temporary, Options()))
        {
            BeforeStep?.Invoke(SaveStep.Write);
            foreach (ReadOnlyMemory<byte> piece in pieces)
            {
                file.Write(piece.Span);
            }

            BeforeStep?.Invoke(SaveStep.Flush);
            file.Flush();
            File.SetLastWriteTimeUtc(file.SafeFileHandle, time.UtcDateTime);
            file.Flush(flushToDisk: true);
        }

        BeforeStep?.Invoke(SaveStep.Rename);
        File.Move(_temporary, path, overwrite: true);
        replaced = true;
        BeforeStep?.Invoke(SaveStep.FlushFolder);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Removes what a crash left beside the file.</summary>
    public void DeleteLeftover() => File.Delete(_temporary);

    // Secrets are in it: nobody but the owner reads it.
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 256 * 1024,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    // A rename is on disk when its folder is. .NET opens no folders, and Windows needs no such step.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = Open(folder, 0);
        if (handle < 0)
        {
            throw new IOException($"cannot open {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        using var folderHandle = new SafeFileHandle(handle, ownsHandle: true);
        if (Flush(handle) != 0)
        {
            throw new IOException($"cannot flush {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

#pragma warning disable SYSLIB1054 // The generator would make the whole project unsafe code for two calls.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Flush(int handle);
#pragma warning restore SYSLIB1054
}
