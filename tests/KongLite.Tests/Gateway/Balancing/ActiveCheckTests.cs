using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using KongLite.Tests.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Balancing;

public sealed class ActiveCheckTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _probes = Channel.CreateUnbounded<string>();
    private Task _running = Task.CompletedTask;

    [Fact]
    public async Task Finds_the_dead_and_lets_the_living_in_again()
    {
        await using EchoUpstream service = await EchoUpstream.StartAsync();
        int status = 500;
        service.Answer = context => Answer(context, status);
        CompiledUpstream upstream = Start(Checks(), $"127.0.0.1:{service.Port}");

        string dead = await NextAsync(_changes);
        status = 200;
        _clock.Advance(Interval);
        string living = await NextAsync(_changes);

        Assert.Equal($"127.0.0.1:{service.Port} False", dead);
        Assert.Equal($"127.0.0.1:{service.Port} True", living);
        Assert.True(upstream.Peers().IsHealthy);
    }

    [Fact]
    public async Task Asks_as_Kong_does()
    {
        await using EchoUpstream service = await EchoUpstream.StartAsync();
        service.Answer = context => Answer(context, 200);
        ActiveHealthcheck checks = Checks() with
        {
            HttpPath = "/health?x=%2F",
            Headers = new Dictionary<string, IReadOnlyList<string>> { ["X-Probe"] = ["a", "b"], ["Content-Type"] = ["a/b"] },
        };
        Start(new Upstream { Name = "pool", HostHeader = "h.test", Healthchecks = new UpstreamHealthchecks { Active = checks } }, $"127.0.0.1:{service.Port}");

        await NextAsync(_probes);

        Assert.Equal("/health?x=%2F", service.Last.Target);
        Assert.Equal("h.test", service.Last.Line("Host"));
        Assert.Equal("a|b", service.Last.Line("X-Probe"));
        Assert.Equal("a/b", service.Last.Line("Content-Type"));
        Assert.Equal("-", service.Last.Line("User-Agent"));
    }

    [Fact]
    public async Task A_refused_connection_is_a_failure()
    {
        CompiledUpstream upstream = Start(Checks(), "127.0.0.1:1");

        Assert.Equal("127.0.0.1:1 False", await NextAsync(_changes));
        Assert.False(upstream.Peers().IsHealthy);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_timeout()
    {
        await using EchoUpstream service = await EchoUpstream.StartAsync();
        service.Answer = async context =>
        {
            _probes.Writer.TryWrite("arrived");
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        Start(Checks() with { Timeout = 2, Unhealthy = new ActiveUnhealthy { Timeouts = 1, Interval = 5 } }, $"127.0.0.1:{service.Port}");
        await NextAsync(_probes);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.EndsWith("False", await NextAsync(_changes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_HTTP_is_a_bad_status()
    {
        await using var service = new RawUpstream("garbage\r\n\r\n");
        Start(
            Checks() with { Unhealthy = new ActiveUnhealthy { HttpFailures = 1, Interval = 5 } },
            new Uri(service.Url).Authority);

        Assert.EndsWith("False", await NextAsync(_changes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", false, HealthReport.Success)]
    [InlineData("localhost", true, HealthReport.TcpFailure)]
    public async Task Https_shows_the_name_and_verifies_when_it_should(string sni, bool verifies, object expected)
    {
        await using WebApplication service = await TlsServiceAsync();
        int port = new Uri(service.Urls.First()).Port;
        ActiveHealthcheck checks = Checks() with { Timeout = 20, Type = HealthcheckType.Https, HttpsSni = sni, HttpsVerifyCertificate = verifies };
        CompiledUpstream upstream = Given.Upstream(
            new Upstream { Name = "pool", Healthchecks = new UpstreamHealthchecks { Active = checks } }, $"127.0.0.1:{port}");
        using var probe = new HealthProbe(upstream, new TlsOptions(), TimeProvider.System);

        HealthReport? report = await probe.AskAsync(upstream.Peers().Peers[0], default);

        Assert.Equal(expected, report);
        Assert.Equal(sni, await NextAsync(_probes));
    }

    [Theory]
    [InlineData(HealthcheckType.Grpc, true, HealthReport.Success)]
    [InlineData(HealthcheckType.Grpc, false, HealthReport.TcpFailure)]
    [InlineData(HealthcheckType.Grpcs, true, HealthReport.Success)]
    public async Task Grpc_is_a_connection(HealthcheckType type, bool isThere, object expected)
    {
        await using WebApplication service = await TlsServiceAsync();
        int port = isThere ? new Uri(service.Urls.First()).Port : 1;
        ActiveHealthcheck checks = Checks() with { Timeout = 20, Type = type, HttpsVerifyCertificate = false };
        CompiledUpstream upstream = Given.Upstream(
            new Upstream { Name = "pool", Healthchecks = new UpstreamHealthchecks { Active = checks } }, $"127.0.0.1:{port}");
        using var probe = new HealthProbe(upstream, new TlsOptions(), TimeProvider.System);

        Assert.Equal(expected, await probe.AskAsync(upstream.Peers().Peers[0], default));
    }

    [Fact]
    public async Task A_target_of_weight_0_is_not_asked()
    {
        await using EchoUpstream idle = await EchoUpstream.StartAsync();
        await using EchoUpstream service = await EchoUpstream.StartAsync();
        int status = 500;
        service.Answer = context => Answer(context, status);
        Start(Checks(), $"127.0.0.1:{idle.Port}=0", $"127.0.0.1:{service.Port}");

        await NextAsync(_changes);
        status = 200;
        _clock.Advance(Interval);
        await NextAsync(_changes);

        Assert.Equal(0, idle.Count);
    }

    [Fact]
    public async Task No_more_are_asked_at_a_time_than_allowed()
    {
        await using EchoUpstream one = await EchoUpstream.StartAsync();
        await using EchoUpstream two = await EchoUpstream.StartAsync();
        await using EchoUpstream three = await EchoUpstream.StartAsync();
        var release = new TaskCompletionSource();
        int current = 0;
        int most = 0;
        one.Answer = two.Answer = three.Answer = async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref current));
            _probes.Writer.TryWrite("arrived");
            await release.Task;
            Interlocked.Decrement(ref current);
        };
        Start(Checks() with { Concurrency = 2 }, $"127.0.0.1:{one.Port}", $"127.0.0.1:{two.Port}", $"127.0.0.1:{three.Port}");

        await NextAsync(_probes);
        await NextAsync(_probes);
        release.SetResult();
        await NextAsync(_probes);

        Assert.Equal(2, most);
    }

    [Fact]
    public void Tcp_checks_are_left_to_tcp_services_as_in_Kong()
    {
        CompiledUpstream upstream = Given.Upstream(
            new Upstream { Name = "pool", Healthchecks = new UpstreamHealthchecks { Active = Checks() with { Type = HealthcheckType.Tcp } } }, "127.0.0.1:1");

        Assert.False(ActiveCheck.IsNeeded(upstream));
        Assert.True(upstream.Health.IsOn);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private static ActiveHealthcheck Checks() => new()
    {
        Healthy = new ActiveHealthy { Interval = 5, Successes = 1 },
        Unhealthy = new ActiveUnhealthy { Interval = 5, HttpFailures = 1, TcpFailures = 1, Timeouts = 1 },
    };

    private CompiledUpstream Start(ActiveHealthcheck checks, params string[] targets) =>
        Start(new Upstream { Name = "pool", Healthchecks = new UpstreamHealthchecks { Active = checks } }, targets);

    private CompiledUpstream Start(Upstream row, params string[] targets)
    {
        CompiledUpstream upstream = Given.Upstream(row, targets);
        _running = new ActiveCheck(upstream, new TlsOptions(), _clock, (_, peer) => _changes.Writer.TryWrite($"{peer} {peer.State.IsHealthy}"), (_, _, _) => { }).RunAsync(_stop.Token);
        return upstream;
    }

    private Task Answer(Microsoft.AspNetCore.Http.HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        _probes.Writer.TryWrite("arrived");
        return Task.CompletedTask;
    }

    private static async Task<string> NextAsync(Channel<string> channel) => await channel.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task<WebApplication> TlsServiceAsync()
    {
        X509Certificate2 certificate = SelfSigned();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
            https.ServerCertificateSelector = (_, name) =>
            {
                _probes.Writer.TryWrite(name ?? "nobody");
                return certificate;
            })));
        WebApplication app = builder.Build();
        app.Run(context => Task.CompletedTask);
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
