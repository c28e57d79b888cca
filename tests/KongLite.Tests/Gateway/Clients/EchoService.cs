using Grpc.Core;

namespace KongLite.Tests.Gateway.Clients;

/// <summary>The methods of a gRPC service whose messages are texts.</summary>
internal static class Echo
{
    public static Method<string, string> Unary { get; } = Make(MethodType.Unary, nameof(Unary));

    public static Method<string, string> Upload { get; } = Make(MethodType.ClientStreaming, nameof(Upload));

    public static Method<string, string> Download { get; } = Make(MethodType.ServerStreaming, nameof(Download));

    public static Method<string, string> Chat { get; } = Make(MethodType.DuplexStreaming, nameof(Chat));

    public static Method<string, string> Fail { get; } = Make(MethodType.Unary, nameof(Fail));

    public static Method<string, string> Hang { get; } = Make(MethodType.Unary, nameof(Hang));

    private static Method<string, string> Make(MethodType type, string name) =>
        new(type, "test.Echo", name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
}

/// <summary>What a generator would make of the service.</summary>
[BindServiceMethod(typeof(EchoBase), nameof(Bind))]
public abstract class EchoBase
{
    public abstract Task<string> Unary(string request, ServerCallContext context);

    public abstract Task<string> Upload(IAsyncStreamReader<string> requests, ServerCallContext context);

    public abstract Task Download(string request, IServerStreamWriter<string> responses, ServerCallContext context);

    public abstract Task Chat(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context);

    public abstract Task<string> Fail(string request, ServerCallContext context);

    public abstract Task<string> Hang(string request, ServerCallContext context);

    public static void Bind(ServiceBinderBase binder, EchoBase? service)
    {
        binder.AddMethod(Echo.Unary, service is null ? null : new UnaryServerMethod<string, string>(service.Unary));
        binder.AddMethod(Echo.Upload, service is null ? null : new ClientStreamingServerMethod<string, string>(service.Upload));
        binder.AddMethod(Echo.Download, service is null ? null : new ServerStreamingServerMethod<string, string>(service.Download));
        binder.AddMethod(Echo.Chat, service is null ? null : new DuplexStreamingServerMethod<string, string>(service.Chat));
        binder.AddMethod(Echo.Fail, service is null ? null : new UnaryServerMethod<string, string>(service.Fail));
        binder.AddMethod(Echo.Hang, service is null ? null : new UnaryServerMethod<string, string>(service.Hang));
    }
}

/// <summary>The service.</summary>
public sealed class EchoService : EchoBase
{
    public override async Task<string> Unary(string request, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "x-head", context.RequestHeaders.GetValue("x-asked") ?? "-" } });
        context.ResponseTrailers.Add("x-tail", "end");
        context.ResponseTrailers.Add("x-tail-bin", [1, 2, 255]);
        return request;
    }

    public override async Task<string> Upload(IAsyncStreamReader<string> requests, ServerCallContext context)
    {
        long length = 0;
        await foreach (string each in requests.ReadAllAsync())
        {
            length += each.Length;
        }

        return $"{length}";
    }

    public override async Task Download(string request, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        for (int i = 0; i < int.Parse(request, null); i++)
        {
            await responses.WriteAsync($"{i}");
        }
    }

    public override async Task Chat(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        await foreach (string each in requests.ReadAllAsync())
        {
            await responses.WriteAsync($"re: {each}");
        }
    }

    public override Task<string> Fail(string request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.FailedPrecondition, "not now: h\u00e4"), new Metadata { { "x-why", request } });

    public override async Task<string> Hang(string request, ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return request;
    }
}
