using System.Net;
using KongLite.Gateway.Balancing;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;
using KongLite.Tests.Gateway.Framing;

namespace KongLite.Tests.Gateway.Balancing;

/// <summary>What a probe says, and what it makes of the answer.</summary>
public sealed class HealthProbeTests
{
    [Theory]
    [InlineData("127.0.0.1", null, null, "127.0.0.1")]
    [InlineData("node.test", null, null, "node.test")]
    [InlineData("node.test", "pool.test", null, "pool.test")]
    [InlineData("127.0.0.1", "pool.test:99", null, "pool.test:99")]
    [InlineData("node.test", "pool.test", "own.test", "own.test")]
    public async Task Asks_in_few_words(string name, string? hostHeader, string? header, string host)
    {
        await using var service = new RecordingUpstream();
        var checks = new ActiveHealthcheck
        {
            HttpPath = "/status?a",
            Headers = header is null ? null : new Dictionary<string, IReadOnlyList<string>> { ["Host"] = [header] },
        };

        HealthReport? report = await AskAsync(service.Url, checks, name, hostHeader);

        Assert.Equal($"GET /status?a HTTP/1.0\r\nHost: {host}", Assert.Single(service.Messages).Head);
        Assert.Equal(HealthReport.Success, report);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", HealthReport.Success)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", HealthReport.Success)]
    [InlineData("HTTP/1.1 201 Created\r\n\r\n", null)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\n\r\n", null)]
    [InlineData("HTTP/1.1 404 Not Found\r\n\r\n", HealthReport.HttpFailure)]
    [InlineData("HTTP/1.1 429 Too Many Requests\r\n\r\n", HealthReport.HttpFailure)]
    [InlineData("HTTP/1.1 500 Oops\r\n\r\n", HealthReport.HttpFailure)]
    [InlineData("HTTP/1.1 505 Oops\r\n\r\n", HealthReport.HttpFailure)]
    [InlineData("HTTP/1.1 506 Oops\r\n\r\n", null)]
    [InlineData("HTTP/1.1 abc\r\n\r\n", HealthReport.HttpFailure)]
    [InlineData("", HealthReport.TcpFailure)]
    public async Task Reads_the_status_alone(string answer, object? expected)
    {
        await using var service = new RawUpstream(answer);

        Assert.Equal(expected, await AskAsync(service.Url, new ActiveHealthcheck(), "127.0.0.1", null));
        Assert.Equal(1, service.Count);
    }

    private static async Task<HealthReport?> AskAsync(string url, ActiveHealthcheck checks, string name, string? hostHeader)
    {
        var row = new Upstream { Name = "pool", HostHeader = hostHeader, Healthchecks = new UpstreamHealthchecks { Active = checks with { Timeout = 20 } } };
        using var probe = new HealthProbe(Given.Upstream(row), new TlsOptions(), TimeProvider.System);
        return await probe.AskAsync(new Peer(0, IPAddress.Loopback, new Uri(url).Port, name, 100, new AddressState()), default);
    }
}
