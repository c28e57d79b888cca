using System.Globalization;
using KongLite.Plugins.Shared.Aws;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Plugins.Shared.Aws;

/// <summary>The services of AWS that give credentials, at one address: instance metadata, container credentials and STS. Each answer has new ones.</summary>
internal sealed class FakePlatform : IAsyncDisposable
{
    private const string Token = "metadata-token==";
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly List<AwsCredentials> _issued = [];
    private FakeUpstream _server = null!;

    private FakePlatform(TimeProvider clock) => _clock = clock;

    /// <summary>What it answers to PUT of the metadata's token; 200: a token.</summary>
    public int TokenStatus { get; set; } = 200;

    /// <summary>Whether the metadata wants a token.</summary>
    public bool RequiresToken { get; set; }

    /// <summary>What it answers instead of credentials; null: credentials.</summary>
    public (int Status, string Text)? Refusal { get; set; }

    /// <summary>What it waits for before it answers.</summary>
    public Func<HttpContext, Task> Gate { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Hears of new credentials before whoever asked for them.</summary>
    public Action<AwsCredentials> Issuing { get; set; } = static _ => { };

    /// <summary>How long credentials are valid.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    public string Address => _server.Uri.GetLeftPart(UriPartial.Authority);

    public Uri Uri => _server.Uri;

    public IReadOnlyCollection<ReceivedRequest> Requests => _server.Requests;

    public ReceivedRequest LastRequest => _server.LastRequest;

    /// <summary>All credentials it has given.</summary>
    public IReadOnlyList<AwsCredentials> Issued
    {
        get
        {
            lock (_lock)
            {
                return [.. _issued];
            }
        }
    }

    public static async Task<FakePlatform> StartAsync(TimeProvider clock)
    {
        var platform = new FakePlatform(clock);
        platform._server = await FakeUpstream.StartAsync(platform.AnswerAsync);
        return platform;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        await Gate(context);
        string path = context.Request.Path.Value!;
        bool mayPass = !RequiresToken || context.Request.Headers["X-aws-ec2-metadata-token"] == Token;
        (int status, string text) = path switch
        {
            "/latest/api/token" => (TokenStatus, TokenStatus == 200 ? Token : "no tokens here"),
            _ when path.StartsWith("/latest/", StringComparison.Ordinal) && !mayPass => (401, "a token is missing"),
            "/latest/meta-data/iam/security-credentials/" => (200, "gateway"),
            _ when Refusal is { } refusal => refusal,
            _ when context.Request.Method == "POST" => (200, Xml(Issue())),
            _ => (200, Json(Issue())),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private AwsCredentials Issue()
    {
        lock (_lock)
        {
            int number = _issued.Count + 1;
            DateTimeOffset now = _clock.GetUtcNow();
            var issued = new AwsCredentials(string.Create(CultureInfo.InvariantCulture, $"ASIA{number}"), $"secret-{number}", $"token-{number}==")
            {
                Expiration = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero) + Lifetime,
            };
            _issued.Add(issued);
            Issuing(issued);
            return issued;
        }
    }

    private static string Json(AwsCredentials given) =>
        $$"""{"Code":"Success","AccessKeyId":"{{given.AccessKeyId}}","SecretAccessKey":"{{given.SecretAccessKey}}","Token":"{{given.SessionToken}}","Expiration":"{{Time(given)}}"}""";

    private static string Xml(AwsCredentials given) =>
        $"""
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>{given.AccessKeyId}</AccessKeyId><SecretAccessKey>{given.SecretAccessKey}</SecretAccessKey>
        <SessionToken>{given.SessionToken}</SessionToken><Expiration>{Time(given)}</Expiration>
        </Credentials></AssumeRoleResult></AssumeRoleResponse>
        """;

    private static string Time(AwsCredentials given) => given.Expiration!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
