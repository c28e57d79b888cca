using System.Buffers;
using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Aws;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Answers requests with the result of an AWS Lambda function; a service is never called.</summary>
[Plugin<AwsLambdaConfig>("aws-lambda", Priority = 750, Checks = typeof(AwsLambdaChecks))]
internal sealed partial class AwsLambdaPlugin : IAccessPhase
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~");

    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7f).Select(code => (char)code)]);

    private readonly LambdaClient _client;
    private readonly LambdaRequest _request;
    private readonly LambdaResponse _response;
    private readonly TimeProvider _clock;
    private readonly ILogger<AwsLambdaPlugin> _logger;

    /// <summary>One configured plugin.</summary>
    public AwsLambdaPlugin(
        AwsLambdaConfig config,
        AwsConnectionPool pool,
        AwsEnvironment environment,
        AwsCredentialPool credentials,
        TimeProvider clock,
        ILogger<AwsLambdaPlugin> logger)
    {
        _client = new LambdaClient(config, pool, environment, credentials, clock);
        _request = new LambdaRequest(config, logger);
        _response = new LambdaResponse(config, logger);
        _clock = clock;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        long start = _clock.GetTimestamp();
        LambdaPayloadResult payload = await _request.BuildAsync(exchange);
        LambdaOutcome outcome = payload.Failure is { } unbuilt ? LambdaOutcome.Failed(unbuilt) : await _client.InvokeAsync(payload.Bytes, exchange.Aborted);
        exchange.Response.ExternalTime = _clock.GetElapsedTime(start);
        LambdaResult result = outcome.Answer is { } answer ? _response.Read(answer, exchange.Id) : LambdaResult.Failed(outcome.Failure!);
        if (result.Failure is { } failure)
        {
            LogFailure(_logger, failure, exchange.Id);
            return exchange.Error(StatusCodes.Status500InternalServerError);
        }

        if (result.Refusal is { } refusal)
        {
            LogFailure(_logger, refusal, exchange.Id);
            return exchange.Exit(StatusCodes.Status502BadGateway, new JsonObject { ["message"] = "Bad Gateway", ["error"] = refusal });
        }

        return Answer(exchange, result.Answer!);
    }

    private PhaseResult Answer(Exchange exchange, ClientAnswer answer)
    {
        foreach ((string name, StringValues values) in answer.Headers)
        {
            Set(exchange, name, values);
        }

        if (answer.Status == StatusCodes.Status204NoContent)
        {
            exchange.Response.Headers.ContentType = StringValues.Empty;
        }

        ResponseHeaders added = exchange.Node.Headers;
        if (added.HasFlag(ResponseHeaders.Via))
        {
            StringValues via = exchange.Response.Headers.Via;
            string own = $"{exchange.Request.Protocol.AsSpan("HTTP/".Length)} {NodeInfo.ServerToken}";
            exchange.Response.Headers.Via = StringValues.IsNullOrEmpty(via) ? own : $"{via}, {own}";
        }

        exchange.Response.Headers.Server = added.HasFlag(ResponseHeaders.Server) ? NodeInfo.ServerToken : StringValues.Empty;
        return answer.Body is { } body ? exchange.Exit(answer.Status, body) : exchange.Exit(answer.Status);
    }

    // A function may name headers that cannot be sent; they must not cost the whole answer.
    private void Set(Exchange exchange, string name, StringValues values)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAnyExcept(NameCharacters) >= 0)
        {
            LogHeader(_logger, exchange.Id);
            return;
        }

        foreach (string? value in values)
        {
            if (value.AsSpan().IndexOfAny(Controls) >= 0)
            {
                LogHeader(_logger, exchange.Id);
                return;
            }
        }

        exchange.Response.Headers[name] = values;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "[aws-lambda] {Reason} (request {RequestId})")]
    private static partial void LogFailure(ILogger logger, string reason, string requestId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "[aws-lambda] a header of the function cannot be sent and is left out (request {RequestId})")]
    private static partial void LogHeader(ILogger logger, string requestId);
}
