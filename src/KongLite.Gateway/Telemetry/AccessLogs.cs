namespace KongLite.Gateway.Telemetry;

/// <summary>The access logs of a node. Those of one name share one file and its writer.</summary>
/// <param name="clock">Gives the times and the zone.</param>
public sealed class AccessLogs(TimeProvider clock) : IAsyncDisposable
{
    private readonly AccessLogTime _time = new(clock);
    private readonly List<AccessLogFile> _files = [];

    /// <summary>Lines that were dropped, of all logs.</summary>
    public long Dropped => _files.Sum(file => file.Dropped);

    /// <summary>The files.</summary>
    internal IReadOnlyList<AccessLogFile> Files => _files;

    /// <summary>Opens a log. Only before the node serves.</summary>
    /// <param name="path">An absolute path; <c>/dev/stdout</c> and <c>/dev/stderr</c> are the process's own.</param>
    /// <param name="format">The form of its lines.</param>
    /// <param name="error">Why it cannot be opened; null: it is open.</param>
    public AccessLog? Open(string path, AccessLogFormat format, out string? error)
    {
        error = null;
        AccessLogFile? file = _files.Find(each => each.Path == path);
        if (file is null)
        {
            try
            {
                file = AccessLogFile.Open(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                error = $"open() \"{path}\" failed ({failure.Message})";
                return null;
            }

            _files.Add(file);
        }

        return new AccessLog(file, format, _time);
    }

    /// <summary>Opens the files of these names again, because those that are open were moved away.</summary>
    public void Reopen() => _files.ForEach(file => file.Reopen());

    /// <summary>Writes what has come so far and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (AccessLogFile file in _files)
        {
            await file.DisposeAsync();
        }
    }
}
