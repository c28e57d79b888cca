using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using Microsoft.AspNetCore.Http;

namespace KongLite.Sdk.Exchanges;

/// <summary>One client request with its response: all that a plugin sees.</summary>
public sealed class Exchange
{
    private ClientRequest? _request;
    private ClientResponse? _response;
    private Client? _client;
    private UpstreamCall? _upstream;
    private Dictionary<object, object?>? _items;
    private Dictionary<string, string>? _shared;
    private CallRecord _calls;

    internal Exchange(HttpContext http, NodeInfo node, string id, long startTimestamp, DateTimeOffset startTime)
    {
        Http = http;
        Node = node;
        Id = id;
        StartTimestamp = startTimestamp;
        StartTime = startTime;
    }

    /// <summary>The request id: 32 lower-case hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The node that serves the exchange.</summary>
    public NodeInfo Node { get; }

    /// <summary>When the request began.</summary>
    public DateTimeOffset StartTime { get; }

    /// <summary>What the client sent, with the changes that plugins made to it so far.</summary>
    public ClientRequest Request => _request ??= new ClientRequest(this);

    /// <summary>What the client gets.</summary>
    public ClientResponse Response => _response ??= new ClientResponse(this);

    /// <summary>Who the client is.</summary>
    public Client Client => _client ??= new Client(this);

    /// <summary>The call to the service.</summary>
    public UpstreamCall Upstream => _upstream ??= new UpstreamCall(this);

    /// <summary>Times, sizes and tries, for the log phase.</summary>
    public ExchangeMeasures Measures => new(this);

    /// <summary>The matched route; null before routing and when none matched.</summary>
    public Route? Route { get; internal set; }

    /// <summary>The route's service; null when it has none.</summary>
    public Service? Service { get; internal set; }

    /// <summary>The path of the route that matched, as configured but without the tilde of a regular expression; null: no path had to match.</summary>
    public string? RoutePath { get; internal set; }

    /// <summary>Texts by name that plugins leave for each other, and for the templates of configurations (Kong: <c>kong.ctx.shared</c>).</summary>
    public IDictionary<string, string> Shared => _shared ??= new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Signals that the client has gone.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    internal HttpContext Http { get; }

    /// <summary>What the gateway notes for <see cref="Measures"/>.</summary>
    internal ref CallRecord Calls => ref _calls;

    internal long StartTimestamp { get; }

    /// <summary>The gateway's own answer; null: the service answers.</summary>
    internal LocalAnswer? Local { get; set; }

    /// <summary>Who made the answer.</summary>
    internal ResponseSource Source { get; set; }

    /// <summary>Path for the service, percent-encoded; null before routing.</summary>
    internal string? UpstreamPath { get; set; }

    /// <summary>What <c>strip_path</c> left out; null: nothing.</summary>
    internal string? StrippedPrefix { get; set; }

    /// <summary>True when the peer is one of <c>trusted_ips</c>, and its <c>X-Forwarded-*</c> headers are believed.</summary>
    internal bool PeerIsTrusted { get; set; }

    /// <summary>The activity of the exchange; null: it is not traced.</summary>
    internal Activity? Activity { get; set; }

    /// <summary>Where the client is, as a trusted peer says, with port 0 if that does not say the port; null: where the peer is.</summary>
    internal IPEndPoint? RealEndPoint { get; set; }

    /// <summary>Time that plugins spent on calls of their own.</summary>
    internal TimeSpan ExternalTime => _response?.ExternalTime ?? TimeSpan.Zero;

    /// <summary>Whether a plugin's answer gets the headers of a proxied one.</summary>
    internal bool StandsForService => _response is { StandsForService: true };

    /// <summary>The call to the service if a plugin has looked at it; null: nothing of it was changed.</summary>
    internal UpstreamCall? TouchedUpstream => _upstream;

    /// <summary>True when the client asked with HEAD and takes no body, whatever the service is asked.</summary>
    internal bool IsHead => HttpMethods.IsHead(_upstream?.ClientMethod ?? Http.Request.Method);

    /// <summary>Answers with a status and no body of its own; for many statuses that is one of the gateway's pages (Kong: <c>response.exit</c>).</summary>
    public PhaseResult Exit(int status) => Answer(new LocalAnswer(LocalAnswerKind.Bare, status));

    /// <summary>Answers with compact JSON.</summary>
    public PhaseResult Exit(int status, JsonNode body) => Answer(new LocalAnswer(LocalAnswerKind.Json, status) { Json = body });

    /// <summary>Answers with the given bytes; a <c>Content-Type</c> is sent only when <see cref="ClientResponse.Headers"/> has one.</summary>
    public PhaseResult Exit(int status, ReadOnlyMemory<byte> body) => Answer(new LocalAnswer(LocalAnswerKind.Bytes, status) { Bytes = body });

    /// <summary>Answers with an error in the form that the client accepts (Kong: <c>response.error</c>).</summary>
    /// <param name="status">400 to 599.</param>
    /// <param name="message">The text. Null: Kong's text for the status.</param>
    public PhaseResult Error(int status, string? message = null) =>
        Answer(new LocalAnswer(LocalAnswerKind.Error, status) { Message = message });

    /// <summary>What was left under a key; the type's default when nothing was.</summary>
    public T? Get<T>(ExchangeKey<T> key) => _items is not null && _items.TryGetValue(key, out object? value) ? (T?)value : default;

    /// <summary>Leaves a value under a key.</summary>
    public void Set<T>(ExchangeKey<T> key, T? value) => (_items ??= [])[key] = value;

    private PhaseResult Answer(LocalAnswer answer)
    {
        Local = answer;
        Source = answer.Kind == LocalAnswerKind.LowLevelError ? ResponseSource.Error : ResponseSource.Exit;
        return PhaseResult.Exit;
    }
}
