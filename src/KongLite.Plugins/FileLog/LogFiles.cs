using System.Collections.Concurrent;

namespace KongLite.Plugins.FileLog;

/// <summary>The files that entries go to, by path. There are as many as administrators have named.</summary>
internal sealed class LogFiles : IDisposable
{
    private readonly ConcurrentDictionary<string, LogFile> _files = new(StringComparer.Ordinal);

    /// <summary>The file of a path.</summary>
    public LogFile Of(string path) => _files.GetOrAdd(path, static each => new LogFile(each));

    /// <summary>Closes all.</summary>
    public void Dispose()
    {
        foreach (LogFile file in _files.Values)
        {
            file.Dispose();
        }
    }
}
