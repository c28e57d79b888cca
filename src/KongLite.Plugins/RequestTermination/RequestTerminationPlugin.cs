using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.RequestTermination;

/// <summary>Answers requests itself with a fixed status and text; the service never sees them.</summary>
[Plugin<RequestTerminationConfig>("request-termination", Priority = 2)]
internal sealed class RequestTerminationPlugin(RequestTerminationConfig config) : IAccessPhase
{
    private readonly byte[]? _body = config.Body is { } body ? Encoding.UTF8.GetBytes(body) : null;
    private readonly string? _message = config.Message ?? config.StatusCode switch
    {
        401 => "Unauthorized",
        404 => "Not found",
        405 => "Method not allowed",
        500 => "An unexpected error occurred",
        502 => "Bad Gateway",
        503 => "Service unavailable",
        _ => null,
    };

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        if (config.Trigger is { } trigger && exchange.Request.Header(trigger) is null && !exchange.Request.Query.Contains(trigger))
        {
            return PhaseResult.Continue;
        }

        if (config.Echo)
        {
            return exchange.Exit(config.StatusCode, await RequestEcho.DescribeAsync(exchange, _message));
        }

        if (_body is not null)
        {
            exchange.Response.Headers.ContentType = config.ContentType is { } type ? type : StringValues.Empty;
            return exchange.Exit(config.StatusCode, _body);
        }

        return _message is null ? exchange.Exit(config.StatusCode) : exchange.Exit(config.StatusCode, new JsonObject { ["message"] = _message });
    }
}
