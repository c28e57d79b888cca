using System.Net.Sockets;
using System.Text;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Delivery;
using KongLite.Plugins.Syslog;
using KongLite.Sdk.Exchanges;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.Syslog;

public sealed class SyslogPluginTests
{
    [Theory]
    [InlineData(200, "<13>")]
    [InlineData(404, "<12>")]
    [InlineData(502, "<11>")]
    public async Task The_status_decides_the_severity(int status, string priority)
    {
        using var log = new Log();
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        SyslogPlugin plugin = Plugin(log, queues, LogSeverity.Notice);

        plugin.Log(Answered(status));

        string message = await log.ReceiveAsync();
        Assert.StartsWith(priority, message, StringComparison.Ordinal);
        Assert.Contains($" kong: {{\"request\":", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_below_the_level_is_not_sent()
    {
        using var log = new Log();
        using var queues = new DeliveryQueues(TimeProvider.System, NullLogger<DeliveryQueue>.Instance);
        SyslogPlugin plugin = Plugin(log, queues, LogSeverity.Err);

        plugin.Log(Answered(200));
        plugin.Log(Answered(404));
        plugin.Log(Answered(500));

        Assert.StartsWith("<11>", await log.ReceiveAsync(), StringComparison.Ordinal);
    }

    private static SyslogPlugin Plugin(Log log, DeliveryQueues queues, LogSeverity level)
    {
        var config = new SyslogConfig
        {
            LogLevel = level,
            SuccessfulSeverity = LogSeverity.Notice,
            ClientErrorsSeverity = LogSeverity.Warning,
            ServerErrorsSeverity = LogSeverity.Err,
        };
        return new SyslogPlugin(config, new SyslogSocket(log.Path), queues, TimeProvider.System, NullLogger<SyslogPlugin>.Instance);
    }

    private static Exchange Answered(int status)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Response.Status = status;
        return exchange;
    }

    private sealed class Log : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("konglite-");
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

        public Log() => _socket.Bind(new UnixDomainSocketEndPoint(Path));

        public string Path => System.IO.Path.Combine(_folder.FullName, "log");

        public async Task<string> ReceiveAsync()
        {
            byte[] buffer = new byte[64 * 1024];
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            int length = await _socket.ReceiveAsync(buffer, bound.Token);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }

        public void Dispose()
        {
            _socket.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
