using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using Grpc.Core;
using Grpc.Net.Client;
using KongLite.Gateway.Tls;
using KongLite.Testing;
using KongLite.Tests.Gateway.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Clients;

/// <summary>Over TLS to the gateway, and in the clear to the service.</summary>
public sealed class GrpcOverTlsTests() : GrpcTests(isTlsToGateway: true);

/// <summary>In the clear to the gateway, and over TLS to the service.</summary>
public sealed class GrpcToTlsServiceTests() : GrpcTests(isTlsToGateway: false);

/// <summary>A real client of gRPC, through a gateway, with a real service of gRPC.</summary>
/// <param name="isTlsToGateway">Which of the two connections is over TLS: the client's; false: the service's.</param>
public abstract class GrpcTests(bool isTlsToGateway) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TlsCertificate Certificate = new Authority().Issue("localhost").Load();
    private WebApplication _service = null!;
    private TestGateway _gateway = null!;
    private GrpcChannel _channel = null!;

    private CallInvoker Client => _channel.CreateCallInvoker();

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (!isTlsToGateway)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = Certificate.Context }),
                });
            }
        }));
        _service = builder.Build();
        _service.MapGrpcService<EchoService>();
        await _service.StartAsync();
        _gateway = await TestGateway.StartAsync(new Dictionary<string, string> { ["proxy_listen"] = "127.0.0.1:0 http2, 127.0.0.1:0 http2 ssl" });
        int port = new Uri(_service.Urls.First()).Port;
        await ServingGateway.AddAsync(_gateway, $"{(isTlsToGateway ? "grpc" : "grpcs")}://127.0.0.1:{port}", isTlsToGateway ? "grpcs" : "grpc");
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable },
        };
        _channel = GrpcChannel.ForAddress(isTlsToGateway ? _gateway.ProxySslUri : _gateway.ProxyUri, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _gateway.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Calls_with_headers_and_trailers()
    {
        var options = new CallOptions(new Metadata { { "x-asked", "this" } });
        using AsyncUnaryCall<string> call = Client.AsyncUnaryCall(Echo.Unary, null, options, "hello");

        Assert.Equal("hello", await call.ResponseAsync.WaitAsync(Patience));
        Assert.Equal("this", (await call.ResponseHeadersAsync).GetValue("x-head"));
        Assert.Equal("end", call.GetTrailers().GetValue("x-tail"));
        Assert.Equal([1, 2, 255], call.GetTrailers().GetValueBytes("x-tail-bin")!);
    }

    [Fact]
    public async Task Carries_a_large_message()
    {
        string large = new('x', 3 * 1024 * 1024);
        using AsyncUnaryCall<string> call = Client.AsyncUnaryCall(Echo.Unary, null, default, large);

        Assert.Equal(large.Length, (await call.ResponseAsync.WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task Streams_from_the_client()
    {
        using AsyncClientStreamingCall<string, string> call = Client.AsyncClientStreamingCall(Echo.Upload, null, default);
        for (int i = 0; i < 500; i++)
        {
            await call.RequestStream.WriteAsync(new string('x', 1000));
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal("500000", await call.ResponseAsync.WaitAsync(Patience));
    }

    [Fact]
    public async Task Streams_from_the_service()
    {
        using AsyncServerStreamingCall<string> call = Client.AsyncServerStreamingCall(Echo.Download, null, default, "500");
        var received = new List<string>();
        await foreach (string each in call.ResponseStream.ReadAllAsync())
        {
            received.Add(each);
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(each => $"{each}"), received);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Streams_both_ways_without_waiting_for_either_end()
    {
        using AsyncDuplexStreamingCall<string, string> call = Client.AsyncDuplexStreamingCall(Echo.Chat, null, default);
        for (int i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync($"{i}");
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
            Assert.Equal($"re: {i}", call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Learns_of_errors_with_their_trailers()
    {
        using AsyncUnaryCall<string> call = Client.AsyncUnaryCall(Echo.Fail, null, default, "because");

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Patience));

        Assert.Equal((StatusCode.FailedPrecondition, "not now: h\u00e4", "because"), (error.StatusCode, error.Status.Detail, error.Trailers.GetValue("x-why")));
    }

    [Fact]
    public async Task Learns_of_methods_that_the_service_has_not()
    {
        var unknown = new Method<string, string>(MethodType.Unary, "test.Echo", "Nothing", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using AsyncUnaryCall<string> call = Client.AsyncUnaryCall(unknown, null, default, "x");

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Patience));

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Lives_as_long_as_somebody_speaks_within_the_read_timeout()
    {
        using HttpResponseMessage changed = await _gateway.Admin.PatchAsJsonAsync("/services/s", new { read_timeout = 800, write_timeout = 800 });
        using AsyncDuplexStreamingCall<string, string> call = Client.AsyncDuplexStreamingCall(Echo.Chat, null, default);
        for (int i = 0; i < 6; i++)
        {
            await call.RequestStream.WriteAsync($"{i}");
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
            await Task.Delay(200);
        }

        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Keeps_deadlines()
    {
        using AsyncUnaryCall<string> call = Client.AsyncUnaryCall(Echo.Hang, null, new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(200)), "x");

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Patience));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }
}
