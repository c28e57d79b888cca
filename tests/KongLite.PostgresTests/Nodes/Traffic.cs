using System.Collections.Concurrent;
using KongLite.Testing;

namespace KongLite.PostgresTests.Nodes;

/// <summary>Requests and writes through both nodes, one after the other by several clients, until it is stopped.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int Readers = 3;
    private const int Writers = 2;

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _written = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly List<Task> _clients = [];
    private int _served;
    private int _failed;

    private Traffic(NodePair nodes, IReadOnlyList<(string Path, string? Key)> requests)
    {
        foreach (TestGateway node in nodes.Both)
        {
            foreach ((string path, string? key) in requests)
            {
                _clients.AddRange(Enumerable.Range(0, Readers).Select(_ => Task.Run(() => ReadAsync(node, path, key))));
            }

            _clients.AddRange(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(node))));
        }
    }

    /// <summary>How many requests the proxies have served.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <summary>How many writes were answered with an error.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Names of the services of the writes that were answered as done.</summary>
    public IReadOnlyList<string> Written => [.. _written.Keys];

    /// <summary>Begins.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="requests">What the proxies are asked for, each to be answered with 200.</param>
    public static Traffic Start(NodePair nodes, params IReadOnlyList<(string Path, string? Key)> requests) => new(nodes, requests);

    /// <summary>Waits for this many more requests to be served, and for this many more writes to be done.</summary>
    public async Task GoOnAsync(int requests, int writes = 0)
    {
        (int served, int written) = (Served, _written.Count);
        await Poll.UntilAsync(
            "traffic", () => Task.FromResult(Served >= served + requests && _written.Count >= written + writes || _clients.Exists(client => client.IsFaulted)));
    }

    /// <summary>Waits for writes to fail.</summary>
    public async Task FailAsync()
    {
        int failed = Failed;
        await Poll.UntilAsync("failing writes", () => Task.FromResult(Failed > failed || _clients.Exists(client => client.IsFaulted)));
    }

    /// <summary>Ends it, when everybody has got an answer to the last request.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">A request through a proxy failed, or a write got no answer or a wrong one.</exception>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients);
        Assert.Empty(_wrong);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(TestGateway node, string path, string? key)
    {
        while (!_stop.IsCancellationRequested)
        {
            int status = await node.ProxyAsync(path, key);
            if (status == 200)
            {
                Interlocked.Increment(ref _served);
            }
            else
            {
                _wrong.Enqueue($"GET {path}: {status}");
            }
        }
    }

    private async Task WriteAsync(TestGateway node)
    {
        while (!_stop.IsCancellationRequested)
        {
            string name = $"s-{Guid.NewGuid():n}";
            AdminAnswer answer = await node.AskAsync("POST", "/services", new { name, host = "a.test" });
            if (answer.Status == 201)
            {
                _written[name] = true;
            }
            else if (answer.IsFailure)
            {
                Interlocked.Increment(ref _failed);
            }
            else
            {
                _wrong.Enqueue($"POST /services: {answer.Status} {answer.Body}");
            }
        }
    }
}
