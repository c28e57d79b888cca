using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.RateLimits;

/// <summary>Writes of counters that no request waits for. When the store cannot keep up, the newest are dropped, and the log says so.</summary>
internal sealed partial class CounterWrites(ILogger<CounterWrites> logger) : BackgroundService
{
    private const int Capacity = 10_000;
    private const int AtOnce = 64;

    private readonly Channel<Func<Task>> _waiting = Channel.CreateBounded<Func<Task>>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Leaves a write to be done soon.</summary>
    public void Post(Func<Task> write)
    {
        if (!_waiting.Writer.TryWrite(write))
        {
            Dropped();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What waits is still written: the store bounds how long each takes.
        _waiting.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>(AtOnce);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            while (running.Count < AtOnce && _waiting.Reader.TryRead(out Func<Task>? write))
            {
                running.Add(RunAsync(write));
            }

            await Task.WhenAll(running);
            running.Clear();
        }
    }

    private async Task RunAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (CounterException failure)
        {
            Failed(failure.Message);
        }
        // One write's bug must not end all that follow.
        catch (Exception error)
        {
            Broken(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "usage is lost: {Reason}")]
    private partial void Failed(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "usage is lost")]
    private partial void Broken(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "usage is lost: too many updates of counters wait already")]
    private partial void Dropped();
}
