using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Gateway.Telemetry;

/// <summary>Opens the access logs again on SIGUSR1, as nginx does for logrotate, and tells of lines that were dropped, once a minute at most.</summary>
internal sealed partial class AccessLogKeeper(AccessLogs logs, TimeProvider clock, ILogger<AccessLogKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Dictionary<AccessLogFile, long> _told = [];
    private PosixSignalRegistration? _signal;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _signal = UserSignal is { } number ? PosixSignalRegistration.Create((PosixSignal)number, Reopen) : null;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _signal?.Dispose();
        base.Dispose();
    }

    /// <summary>Tells what there is to tell.</summary>
    internal void Tell()
    {
        foreach (AccessLogFile file in logs.Files)
        {
            long before = _told.GetValueOrDefault(file);
            long dropped = file.Dropped;
            _told[file] = dropped;
            if (file.TakeProblem() is { } problem)
            {
                Failed(file.Path, problem, dropped - before);
            }
            else if (dropped > before)
            {
                Lost(dropped - before, file.Path);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Tell();
            }
        }
        catch (OperationCanceledException)
        {
            Tell();
        }
    }

    // .NET has no name for it; systems do not agree on the number.
    private static int? UserSignal =>
        OperatingSystem.IsLinux() ? 10 : OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? 30 : null;

    private void Reopen(PosixSignalContext context)
    {
        // It would end the process.
        context.Cancel = true;
        Reopening();
        logs.Reopen();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "reopening the access logs")]
    private partial void Reopening();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} lines of the access log {Path} were dropped: requests came faster than they could be written")]
    private partial void Lost(long count, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "the access log {Path} cannot be written: {Reason}; {Count} lines were dropped")]
    private partial void Failed(string path, string reason, long count);
}
