using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using Microsoft.Extensions.Primitives;

namespace KongLite.Tests.Gateway;

/// <summary>What a probe does, and where it says that it ran.</summary>
public sealed record ProbeConfig
{
    /// <summary>What the probe calls itself in <c>X-Trail</c>.</summary>
    public string Tag { get; init; } = "-";

    /// <summary>What it does: <c>exit</c>, <c>error</c>, <c>throw</c> and so on, with the phase before a colon.</summary>
    public string? Act { get; init; }

    /// <summary>A secret, as plugins have them.</summary>
    [Referenceable]
    public string? Secret { get; init; }

    /// <summary>Id of the consumer that the probe authenticates.</summary>
    public string? Authenticates { get; init; }
}

/// <summary>What ran, in order.</summary>
public sealed class ProbeJournal
{
    public ConcurrentQueue<string> Entries { get; } = new();
}

/// <summary>The plugins of these tests.</summary>
internal static class Probes
{
    public static IReadOnlyList<PluginDefinition> Definitions { get; } =
    [
        PluginDefinition.Of(typeof(HighProbe)), PluginDefinition.Of(typeof(LowProbe)), PluginDefinition.Of(typeof(LateProbe)),
        PluginDefinition.Of(typeof(UnscopedProbe)), PluginDefinition.Of(typeof(BodyProbe)), PluginDefinition.Of(typeof(WholeProbe)),
        PluginDefinition.Of(typeof(RewriteProbe)), PluginDefinition.Of(typeof(UpstreamProbe)), PluginDefinition.Of(typeof(BrokenProbe)),
        PluginDefinition.Of(typeof(LookupProbe)), PluginDefinition.Of(typeof(FailingProbe)), PluginDefinition.Of(typeof(FailingWholeProbe)),
    ];
}

/// <summary>Leaves a trail in access, header filter and log, and does what it is told.</summary>
public abstract class Probe(ProbeConfig config, ProbeJournal journal) : IAccessPhase, IHeaderFilterPhase, ILogPhase
{
    private static readonly ExchangeKey<string> Trail = new("trail");

    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        exchange.Set(Trail, exchange.Get(Trail) + config.Tag);
        if (config.Authenticates is { } id)
        {
            exchange.Client.Authenticate(new Consumer { Id = Guid.Parse(id), Username = "ann" }, null, null);
        }

        return ValueTask.FromResult(config.Act switch
        {
            "access:exit" => exchange.Exit(403, new JsonObject { ["message"] = "no" }),
            "access:error" => exchange.Error(401),
            "access:bytes" => Bytes(exchange),
            "access:secret" => exchange.Exit(200, Encoding.UTF8.GetBytes(config.Secret ?? "none")),
            "access:throw" => throw new InvalidOperationException("boom"),
            "access:typed" => Typed(exchange),
            "access:chunked" => Chunked(exchange),
            "access:header" => WithHeader(exchange),
            { } act when act.StartsWith("access:bare:", StringComparison.Ordinal) => exchange.Exit(int.Parse(act[12..], null)),
            _ => PhaseResult.Continue,
        });
    }

    public void HeaderFilter(Exchange exchange)
    {
        exchange.Response.Headers["X-Filtered"] = StringValues.Concat(exchange.Response.Headers["X-Filtered"], config.Tag);
        exchange.Response.Headers["X-Trail"] = exchange.Get(Trail) ?? "none";
        if (config.Act == "header:throw")
        {
            throw new InvalidOperationException("boom");
        }

        if (config.Act == "header:status-once" && !exchange.Response.Headers.ContainsKey("X-Seen"))
        {
            exchange.Response.Headers["X-Seen"] = $"{exchange.Response.Status}";
        }

        if (config.Act == "header:seen")
        {
            exchange.Response.Headers["X-Seen"] = $"{exchange.Response.Headers["X-Kong-Upstream-Status"]} {exchange.Response.Headers.SetCookie.Count}";
        }

        if (config.Act == "header:exit")
        {
            exchange.Exit(418);
        }

        if (config.Act == "header:json")
        {
            exchange.Exit(403, new JsonObject { ["message"] = "no" });
        }
    }

    public void Log(Exchange exchange)
    {
        journal.Entries.Enqueue($"{config.Tag}:{exchange.Response.Status}");
        if (config.Act == "log:throw")
        {
            throw new InvalidOperationException("boom");
        }
    }

    private static PhaseResult Bytes(Exchange exchange)
    {
        exchange.Response.Headers.ContentType = "text/html";
        return exchange.Exit(202, Encoding.UTF8.GetBytes("<b>hi</b>"));
    }

    private static PhaseResult Typed(Exchange exchange)
    {
        exchange.Response.Headers.ContentType = "application/xml";
        return exchange.Error(400);
    }

    private static PhaseResult Chunked(Exchange exchange)
    {
        exchange.Response.Headers.TransferEncoding = "chunked";
        return exchange.Exit(200, Encoding.UTF8.GetBytes("text"));
    }

    private static PhaseResult WithHeader(Exchange exchange)
    {
        exchange.Response.Headers["X-Early"] = "plugin";
        exchange.Response.Headers["X-Up"] = "plugin";
        return PhaseResult.Continue;
    }
}

[Plugin<ProbeConfig>("probe-high", Priority = 1000)]
public sealed class HighProbe(ProbeConfig config, ProbeJournal journal) : Probe(config, journal);

[Plugin<ProbeConfig>("probe-low", Priority = 10)]
public sealed class LowProbe(ProbeConfig config, ProbeJournal journal) : Probe(config, journal);

[Plugin<ProbeConfig>("probe-late", Priority = 10)]
public sealed class LateProbe(ProbeConfig config, ProbeJournal journal) : Probe(config, journal);

[Plugin<ProbeConfig>("probe-unscoped", Priority = 20, NoConsumer = true)]
public sealed class UnscopedProbe(ProbeConfig config, ProbeJournal journal) : Probe(config, journal);

/// <summary>Writes the body in capitals and says where it ends.</summary>
[Plugin<ProbeConfig>("probe-body")]
public sealed class BodyProbe(ProbeConfig config) : IBodyFilterPhase, IHeaderFilterPhase
{
    private static readonly ExchangeKey<string> Thrown = new("thrown");

    public void HeaderFilter(Exchange exchange) => exchange.Response.Headers.ContentLength = null;

    public void BodyFilter(Exchange exchange, ref BodyChunk chunk)
    {
        if (config.Act == "body:throw-once" && exchange.Get(Thrown) is null)
        {
            exchange.Set(Thrown, "yes");
            throw new InvalidOperationException("boom");
        }

        if (config.Act == "body:throw")
        {
            throw new InvalidOperationException("boom");
        }

        string text = Encoding.UTF8.GetString(chunk.Data.Span).ToUpperInvariant() + (chunk.IsLast ? "!" : string.Empty);
        chunk = chunk with { Data = Encoding.UTF8.GetBytes(text) };
    }
}

/// <summary>Turns the whole answer around.</summary>
[Plugin<ProbeConfig>("probe-whole")]
public sealed class WholeProbe(ProbeConfig config) : IResponsePhase
{
    public ValueTask<PhaseResult> ResponseAsync(Exchange exchange)
    {
        if (config.Act == "response:exit")
        {
            return ValueTask.FromResult(exchange.Exit(409, Encoding.UTF8.GetBytes("replaced")));
        }

        byte[] body = exchange.Response.Body.ToArray();
        Array.Reverse(body);
        exchange.Response.Body = body;
        exchange.Response.Headers["X-Length"] = body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ValueTask.FromResult(PhaseResult.Continue);
    }
}

/// <summary>Runs before routing.</summary>
[Plugin<ProbeConfig>("probe-rewrite")]
public sealed class RewriteProbe(ProbeConfig config) : IRewritePhase
{
    public ValueTask<PhaseResult> RewriteAsync(Exchange exchange)
    {
        exchange.Response.Headers["X-Rewritten"] = exchange.Route is null ? "before routing" : "after routing";
        return ValueTask.FromResult(config.Act == "rewrite:exit" ? exchange.Exit(429, new JsonObject { ["message"] = "slow" }) : PhaseResult.Continue);
    }
}

/// <summary>Changes the request for the service.</summary>
[Plugin<ProbeConfig>("probe-upstream")]
public sealed class UpstreamProbe(ProbeConfig config) : IAccessPhase
{
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        switch (config.Act)
        {
            case "host":
                exchange.Upstream.Headers.Host = "plugin.test";
                break;
            case "body":
                exchange.Upstream.SetBody(Encoding.UTF8.GetBytes("from the plugin"));
                break;
            case "read":
                RequestBody body = await exchange.Request.ReadBodyAsync(large: true);
                exchange.Upstream.Headers["X-Read"] = body.Bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "target":
                exchange.Upstream.SetTarget("127.0.0.1", int.Parse(config.Tag, null));
                break;
            case "name":
                exchange.Upstream.SetTarget(config.Tag, 1);
                break;
            case "upstream":
                exchange.Upstream.SetTarget(config.Tag, 0);
                break;
            case "path":
                exchange.Upstream.Path = "/plugin";
                exchange.Upstream.SetRawQuery("a=b");
                exchange.Upstream.Method = "PUT";
                break;
            case "inject":
                exchange.Upstream.Path = "/x HTTP/1.1\r\nEvil: 1";
                break;
        }

        return PhaseResult.Continue;
    }
}

/// <summary>Asks for a consumer named like itself.</summary>
[Plugin<ProbeConfig>("probe-lookup")]
public sealed class LookupProbe(ProbeConfig config, IEntityLookup lookup) : IAccessPhase
{
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        Consumer? found = await lookup.FindByAsync<Consumer>("username", config.Tag, exchange.Aborted);
        return exchange.Exit(found is null ? 401 : 204);
    }
}

/// <summary>Cannot be made.</summary>
[Plugin<ProbeConfig>("probe-broken")]
public sealed class BrokenProbe : IAccessPhase
{
    public BrokenProbe(ProbeConfig config) => throw new InvalidOperationException($"{config} cannot be");

    public ValueTask<PhaseResult> AccessAsync(Exchange exchange) => ValueTask.FromResult(PhaseResult.Continue);
}
