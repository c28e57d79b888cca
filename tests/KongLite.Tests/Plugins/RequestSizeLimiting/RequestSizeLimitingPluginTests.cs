using System.Text;
using KongLite.Plugins.RequestSizeLimiting;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.RequestSizeLimiting;

public sealed class RequestSizeLimitingPluginTests
{
    [Theory]
    [InlineData(10, nameof(SizeUnit.Bytes), 10, true)]
    [InlineData(10, nameof(SizeUnit.Bytes), 11, false)]
    [InlineData(1, nameof(SizeUnit.Kilobytes), 1024, true)]
    [InlineData(1, nameof(SizeUnit.Kilobytes), 1025, false)]
    [InlineData(1, nameof(SizeUnit.Megabytes), 1048576, true)]
    [InlineData(1, nameof(SizeUnit.Megabytes), 1048577, false)]
    [InlineData(0, nameof(SizeUnit.Megabytes), 0, true)]
    [InlineData(-1, nameof(SizeUnit.Megabytes), 0, false)]
    [InlineData(long.MaxValue, nameof(SizeUnit.Megabytes), long.MaxValue, true)]
    public async Task Compares_the_length_that_the_request_tells(long allowed, string unit, long length, bool passes)
    {
        var config = new RequestSizeLimitingConfig { AllowedPayloadSize = allowed, SizeUnit = Enum.Parse<SizeUnit>(unit) };

        Exchange exchange = await RunAsync(config, string.Empty, ("Content-Length", $"{length}"));

        Assert.Equal(passes ? null : (413, "Request size limit exceeded"), Refusal(exchange));
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(13, false)]
    [InlineData(100_000, false)]
    public async Task Measures_a_body_that_does_not_tell_its_length(int length, bool passes)
    {
        var config = new RequestSizeLimitingConfig { AllowedPayloadSize = 12, SizeUnit = SizeUnit.Bytes };

        Exchange exchange = await RunAsync(config, new string('x', length), ("Transfer-Encoding", "chunked"));

        Assert.Equal(passes ? null : (413, "Request size limit exceeded"), Refusal(exchange));
    }

    [Fact]
    public async Task Keeps_a_measured_body_for_the_service()
    {
        var config = new RequestSizeLimitingConfig { AllowedPayloadSize = 12, SizeUnit = SizeUnit.Bytes };

        Exchange exchange = await RunAsync(config, "hello", ("Transfer-Encoding", "chunked"));

        Assert.Equal("hello", Encoding.UTF8.GetString((await exchange.Request.ReadBodyAsync()).Bytes.Span));
    }

    [Fact]
    public async Task Stops_reading_beyond_the_limit()
    {
        Exchange exchange = TestExchange.Of("POST", "/", null, ("Transfer-Encoding", "chunked"));
        exchange.Http.Request.Body = new EndlessStream();

        await new RequestSizeLimitingPlugin(new RequestSizeLimitingConfig { AllowedPayloadSize = 1 }).AccessAsync(exchange);

        Assert.Equal((413, "Request size limit exceeded"), Refusal(exchange));
    }

    [Theory]
    [InlineData("100-continue", 417)]
    [InlineData(" 100-Continue ", 417)]
    [InlineData("else", 413)]
    public async Task Refuses_a_client_that_waits_for_leave_with_417(string expect, int status)
    {
        var config = new RequestSizeLimitingConfig { AllowedPayloadSize = 1, SizeUnit = SizeUnit.Bytes };

        Exchange exchange = await RunAsync(config, string.Empty, ("Content-Length", "2"), ("Expect", expect));

        Assert.Equal((status, "Request size limit exceeded"), Refusal(exchange));
    }

    [Theory]
    [InlineData("Content-Length", "0", true)]
    [InlineData("Transfer-Encoding", "chunked", true)]
    [InlineData("Transfer-Encoding", "gzip, chunked", false)]
    [InlineData("X-Other", "1", false)]
    public async Task Demands_a_length_when_told(string header, string value, bool passes)
    {
        Exchange exchange = await RunAsync(new RequestSizeLimitingConfig { RequireContentLength = true }, string.Empty, (header, value));

        Assert.Equal(passes ? null : (411, "A valid Content-Length header is required"), Refusal(exchange));
    }

    private static async Task<Exchange> RunAsync(RequestSizeLimitingConfig config, string body, params (string, string)[] headers)
    {
        Exchange exchange = TestExchange.Of("POST", "/", body, headers);
        PhaseResult result = await new RequestSizeLimitingPlugin(config).AccessAsync(exchange);
        Assert.Equal(exchange.Local is null ? PhaseResult.Continue : PhaseResult.Exit, result);
        return exchange;
    }

    private static (int Status, string? Message)? Refusal(Exchange exchange) =>
        exchange.Local is { } local ? (local.Status, local.Message) : null;

    private sealed class EndlessStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);
    }
}
