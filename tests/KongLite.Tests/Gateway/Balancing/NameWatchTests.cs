using KongLite.Gateway;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Naming;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using KongLite.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Gateway.Balancing;

public sealed class NameWatchTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly FakeResolver _names = new();
    private readonly UpstreamKeeper _keeper;

    public NameWatchTests() => _keeper = new UpstreamKeeper(_names, new HealthLog(NullLogger<HealthLog>.Instance), new GatewayOptions(), _clock, NullLogger<UpstreamKeeper>.Instance);

    [Fact]
    public async Task Every_address_of_a_name_gets_the_targets_weight()
    {
        CompiledUpstream upstream = Follow("a.test:80=30", "10.0.0.9:80=60");
        _names.Answer(Name("A", "10.0.0.1", "10.0.0.2"));

        await upstream.State.WaitAsync(default);

        Assert.Equal("10.0.0.9:80=60 10.0.0.1:80=30 10.0.0.2:80=30", Show(upstream));
    }

    [Fact]
    public async Task Targets_with_known_addresses_serve_while_a_name_is_looked_up()
    {
        CompiledUpstream upstream = Follow("a.test:80", "10.0.0.9:80");

        string meanwhile = Show(upstream);
        _names.Answer(Name("A", "10.0.0.1"));
        await upstream.State.WaitAsync(default);

        Assert.Equal("10.0.0.9:80=100", meanwhile);
        Assert.Equal("10.0.0.9:80=100 10.0.0.1:80=100", Show(upstream));
    }

    [Theory]
    [InlineData(100, "one.test")]
    [InlineData(0, "one.test")]
    public async Task SRV_records_bring_ports_and_weights_of_their_own(int weight, string name)
    {
        CompiledUpstream upstream = Follow($"s.test:80={weight}");
        _names.Answer(new ResolvedName(
            "SRV",
            [new ResolvedAddress(System.Net.IPAddress.Parse("10.0.0.1"), 8080, 7, name), new ResolvedAddress(System.Net.IPAddress.Parse("10.0.0.2"), 8081, 0, name)],
            _clock.GetUtcNow().AddSeconds(60)));

        await upstream.State.WaitAsync(default);

        Assert.Equal(weight == 0 ? "10.0.0.1:8080=0 10.0.0.2:8081=0" : "10.0.0.1:8080=7 10.0.0.2:8081=1", Show(upstream));
        Assert.All(upstream.Peers().Peers, peer => Assert.Equal(name, peer.Name));
    }

    [Fact]
    public async Task Looks_again_when_the_records_expire_and_keeps_what_is_known_of_addresses_that_stay()
    {
        CompiledUpstream upstream = Follow("a.test:80");
        _names.Answer(Name("A", "10.0.0.1", "10.0.0.2"));
        await upstream.State.WaitAsync(default);
        upstream.State.Set([upstream.Peers().Peers[0]], isHealthy: false);

        _names.Answer(Name("A", "10.0.0.1", "10.0.0.3"));
        await ChangedAsync(upstream);

        Assert.Equal("10.0.0.1:80=100 10.0.0.3:80=100", Show(upstream));
        Assert.Equal([false, true], upstream.Peers().Peers.Select(peer => peer.State.IsHealthy));
    }

    [Fact]
    public async Task Asks_for_a_name_that_means_nothing_every_half_minute()
    {
        CompiledUpstream upstream = Follow("a.test:80");
        _names.Answer(new ResolvedName(ResolvedName.Nothing, [], _clock.GetUtcNow().AddSeconds(1)));
        await upstream.State.WaitAsync(default);
        string before = Show(upstream);
        DateTimeOffset asked = _clock.GetUtcNow();

        _names.Answer(Name("A", "10.0.0.1"));
        await ChangedAsync(upstream);

        Assert.Equal((string.Empty, "10.0.0.1:80=100"), (before, Show(upstream)));
        Assert.True(_clock.GetUtcNow() - asked >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stays_as_it_is_when_the_addresses_are_the_same()
    {
        CompiledUpstream upstream = Follow("a.test:80");
        _names.Answer(Name("A", "10.0.0.1", "10.0.0.2"));
        await upstream.State.WaitAsync(default);
        PeerSet before = upstream.Peers();

        upstream.State.Resolve(upstream, new Dictionary<string, ResolvedName> { ["a.test"] = Name("A", "10.0.0.2", "10.0.0.1") });
        PeerSet same = upstream.Peers();
        upstream.State.Resolve(upstream, new Dictionary<string, ResolvedName> { ["a.test"] = Name("A", "10.0.0.2") });

        Assert.Same(before, same);
        Assert.Equal("10.0.0.2:80=100", Show(upstream));
    }

    [Fact]
    public async Task Stops_with_the_upstream()
    {
        Follow("a.test:80");
        await _names.AskedAsync(1);

        _keeper.Follow(UpstreamTable.Empty);

        await _names.CancelledAsync();
    }

    public async ValueTask DisposeAsync() => await _keeper.StopAsync(default);

    private CompiledUpstream Follow(params string[] targets)
    {
        var row = new Upstream { Id = Guid.NewGuid(), Name = "pool", Healthchecks = Given.PassiveChecks() };
        IReadOnlyDictionary<Guid, IEntity> rows = new Dictionary<Guid, IEntity> { [row.Id] = row };
        var all = new Dictionary<Guid, IEntity>();
        foreach (string[] parts in targets.Select(target => target.Split('=')))
        {
            var target = new Target { Id = Guid.NewGuid(), UpstreamId = row.Id, Address = parts[0], Weight = parts.Length > 1 ? int.Parse(parts[1]) : 100 };
            all[target.Id] = target;
        }

        UpstreamTable table = UpstreamTable.Build(rows, all, CertificateTable.Empty, UpstreamTable.Empty);
        _keeper.Follow(table);
        return table.Find("pool")!;
    }

    private ResolvedName Name(string type, params string[] addresses) =>
        new(type, [.. addresses.Select(ip => new ResolvedAddress(System.Net.IPAddress.Parse(ip)))], _clock.GetUtcNow().AddSeconds(60));

    private static string Show(CompiledUpstream upstream) => string.Join(' ', upstream.Peers().Peers.Select(peer => $"{peer}={peer.Weight}"));

    // The watch begins to rest some time after its last answer; the clock runs until it does.
    private async Task ChangedAsync(CompiledUpstream upstream)
    {
        PeerSet before = upstream.Peers();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (ReferenceEquals(upstream.Peers(), before))
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private sealed class FakeResolver : INameResolver
    {
        private readonly System.Threading.Channels.Channel<ResolvedName> _answers = System.Threading.Channels.Channel.CreateUnbounded<ResolvedName>();
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _asked = new(0);

        public void Answer(ResolvedName answer) => _answers.Writer.TryWrite(answer);

        public async Task AskedAsync(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(20)));
            }
        }

        public Task CancelledAsync() => _cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public ResolvedName? Known(string name) => null;

        public async ValueTask<ResolvedName> ResolveAsync(string name, CancellationToken cancellationToken)
        {
            _asked.Release();
            try
            {
                return await _answers.Reader.ReadAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _cancelled.TrySetResult();
                throw;
            }
        }
    }
}
