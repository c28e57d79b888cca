using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KongLite.Tests.Gateway.Forwarding;

/// <summary>A client that leaves takes its call to the service with it, wherever that is.</summary>
public sealed class DisconnectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("1.1", "waiting")]
    [InlineData("2.0", "waiting")]
    [InlineData("1.1", "receiving")]
    [InlineData("2.0", "receiving")]
    [InlineData("1.1", "sending")]
    [InlineData("2.0", "sending")]
    public async Task Leaves_the_service_when_the_client_leaves(string version, string stage)
    {
        var arrived = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using ScriptedUpstream upstream = ScriptedUpstream.Start(async (connection, stop) =>
        {
            await ScriptedUpstream.HeadAsync(connection, stop);
            if (stage == "receiving")
            {
                await ScriptedUpstream.SendAsync(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", stop);
            }
            else
            {
                await connection.ReadExactlyAsync(new byte[stage == "sending" ? "3\r\nabc\r\n".Length : 0], stop);
                arrived.SetResult();
            }

            try
            {
                while (await connection.ReadAsync(new byte[16], stop) > 0)
                {
                    // Nothing more is expected.
                }
            }
            catch (IOException)
            {
                // Reset.
            }

            left.SetResult();
        });
        await using ProxyHost host = await ProxyHost.StartAsync(protocols: version == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await host.AddServiceAsync(upstream.Url, route: """{"request_buffering":false}""");
        var request = new HttpRequestMessage(stage == "sending" ? HttpMethod.Post : HttpMethod.Get, "/")
        {
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = stage == "sending" ? new Endless() : null,
        };
        using var stop = new CancellationTokenSource();

        Task<HttpResponseMessage> asking = host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
        if (stage == "receiving")
        {
            using HttpResponseMessage answer = await asking.WaitAsync(Patience);
            await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[3]).AsTask().WaitAsync(Patience);
            Assert.False(left.Task.IsCompleted);
        }
        else
        {
            await arrived.Task.WaitAsync(Patience);
            Assert.False(left.Task.IsCompleted);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        }

        await left.Task.WaitAsync(Patience);
        Assert.Equal(1, upstream.Count);
    }

    private sealed class Endless : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("abc"), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
