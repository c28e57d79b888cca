using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace KongLite.Testing;

/// <summary>A Lambda endpoint that needs no AWS account: it checks signatures and serves named functions. A function without a name answers its payload.</summary>
public sealed class FakeLambda : IAsyncDisposable
{
    /// <summary>A key that it knows from the start.</summary>
    public const string AccessKeyId = "AKIDEXAMPLE";

    /// <summary>The secret that belongs to it.</summary>
    public const string SecretAccessKey = "s/e+cret";

    private const string Begin = "/2015-03-31/functions/";
    private const string End = "/invocations";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<FakeInvocation, FakeAnswer>> _functions = new();
    private readonly ConcurrentQueue<FakeInvocation> _calls = new();

    private FakeLambda(WebApplication app, string host)
    {
        _app = app;
        Host = host;
    }

    /// <summary>Secrets by access key id.</summary>
    public IDictionary<string, string> Keys { get; } = new ConcurrentDictionary<string, string> { [AccessKeyId] = SecretAccessKey };

    /// <summary>Host it listens on.</summary>
    public string Host { get; }

    /// <summary>Port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Calls so far, in the order of their arrival.</summary>
    public IReadOnlyList<FakeInvocation> Calls => [.. _calls];

    /// <summary>The latest call.</summary>
    public FakeInvocation LastCall => Calls[^1];

    /// <summary>Starts an endpoint.</summary>
    /// <param name="port">0: any free one.</param>
    /// <param name="isTls">Whether it speaks TLS, with a certificate that nobody trusts.</param>
    public static async Task<FakeLambda> StartAsync(int port = 0, bool isTls = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AllowResponseHeaderCompression = false;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port, listener =>
            {
                if (isTls)
                {
                    listener.UseHttps(Certificate());
                }
            });
        });
        WebApplication app = builder.Build();
        var lambda = new FakeLambda(app, "127.0.0.1");
        app.Run(lambda.AnswerAsync);
        await app.StartAsync();
        lambda.Port = new Uri(app.Urls.First()).Port;
        return lambda;
    }

    /// <summary>Serves a function. <c>*</c> stands for every name that has none.</summary>
    public FakeLambda Serve(string name, Func<FakeInvocation, FakeAnswer> function)
    {
        _functions[name] = function;
        return this;
    }

    /// <summary>Serves a function that always answers the same JSON.</summary>
    public FakeLambda Serve(string name, string json) => Serve(name, _ => new FakeAnswer { Body = Encoding.UTF8.GetBytes(json) });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        FakeInvocation call = await ReadAsync(http);
        _calls.Enqueue(call);
        FakeAnswer answer = call.SignatureError is { } error
            ? FakeAnswer.Json($$"""{"message":"{{error}}"}""") with { Status = StatusCodes.Status403Forbidden }
            : FunctionOf(call)(call);
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, http.RequestAborted);
        }

        http.Response.StatusCode = answer.Status ?? call.Headers["X-Amz-Invocation-Type"] switch { "Event" => 202, "DryRun" => 204, _ => 200 };
        http.Response.Headers["x-amzn-RequestId"] = "11111111-2222-3333-8444-555555555555";
        http.Response.ContentType = "application/json";
        foreach ((string name, string[] values) in answer.Headers)
        {
            http.Response.Headers[name] = values;
        }

        if (http.Response.StatusCode is not (204 or 304))
        {
            http.Response.ContentLength = answer.Body.Length;
            await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
        }
    }

    private async Task<FakeInvocation> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        string target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var call = new FakeInvocation(
            http.Request.Method,
            target,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray(),
            http.Connection.Id);
        return call with { SignatureError = FakeLambdaSignature.Check(call, Keys) };
    }

    private Func<FakeInvocation, FakeAnswer> FunctionOf(FakeInvocation call)
    {
        string path = call.Path;
        string name = path.StartsWith(Begin, StringComparison.Ordinal) && path.EndsWith(End, StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[Begin.Length..^End.Length]) : string.Empty;
        return _functions.GetValueOrDefault(name) ?? _functions.GetValueOrDefault("*") ?? (invocation => new FakeAnswer { Body = invocation.Body });
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fake-lambda", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

/// <summary>A call that arrived.</summary>
public sealed record FakeInvocation(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body, string ConnectionId)
{
    /// <summary>What is wrong with the signature; null: nothing.</summary>
    public string? SignatureError { get; init; }

    /// <summary>The path without query, also of a target in absolute form.</summary>
    public string Path => PathAndQuery.Split('?')[0];

    /// <summary>The query without question mark.</summary>
    public string Query => PathAndQuery.Contains('?', StringComparison.Ordinal) ? PathAndQuery[(PathAndQuery.IndexOf('?', StringComparison.Ordinal) + 1)..] : string.Empty;

    /// <summary>The payload as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    private string PathAndQuery => Target.StartsWith('/') ? Target : Target[Target.IndexOf('/', Target.IndexOf("://", StringComparison.Ordinal) + 3)..];
}

/// <summary>What a function answers.</summary>
public sealed record FakeAnswer
{
    /// <summary>The status. Null: what goes with the invocation type.</summary>
    public int? Status { get; init; }

    /// <summary>Headers besides the usual ones; an empty list takes one away.</summary>
    public IReadOnlyDictionary<string, string[]> Headers { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>How long it takes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>An answer with a JSON body.</summary>
    public static FakeAnswer Json(string json) => new() { Body = Encoding.UTF8.GetBytes(json) };
}
