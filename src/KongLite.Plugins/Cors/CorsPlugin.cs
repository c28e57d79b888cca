using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.Cors;

/// <summary>Tells browsers which pages may use the answers, and answers their preflight requests.</summary>
[Plugin<CorsConfig>("cors", Priority = 2000, NoConsumer = true)]
internal sealed class CorsPlugin(CorsConfig config) : IAccessPhase, IHeaderFilterPhase
{
    private const string AllMethods = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT";
    private static readonly ExchangeKey<bool> IsPreflight = new("cors.preflight");
    private readonly OriginRules _origins = new(config.Origins);
    private readonly string? _headers = Join(config.Headers);
    private readonly string? _exposed = Join(config.ExposedHeaders);
    private readonly string _methods = config.Methods is { } methods ? string.Join(',', methods) : AllMethods;
    private readonly string? _maxAge = config.MaxAge is { } age ? LuaNumber.Format(age) : null;

    /// <inheritdoc/>
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        IHeaderDictionary request = exchange.Request.Headers;
        if (exchange.Request.Method != HttpMethods.Options || request.Origin.Count == 0 || request.AccessControlRequestMethod.Count == 0)
        {
            return ValueTask.FromResult(PhaseResult.Continue);
        }

        exchange.Set(IsPreflight, true);
        return ValueTask.FromResult(config.PreflightContinue ? PhaseResult.Continue : AnswerPreflight(exchange));
    }

    /// <inheritdoc/>
    public void HeaderFilter(Exchange exchange)
    {
        if (exchange.Get(IsPreflight))
        {
            return;
        }

        AllowOrigin(exchange);
        if (_exposed is not null)
        {
            exchange.Response.Headers.AccessControlExposeHeaders = _exposed;
        }
    }

    private PhaseResult AnswerPreflight(Exchange exchange)
    {
        IHeaderDictionary request = exchange.Request.Headers;
        IHeaderDictionary response = exchange.Response.Headers;
        AllowOrigin(exchange);
        if (_headers is not null)
        {
            response.AccessControlAllowHeaders = _headers;
        }
        else if (request.AccessControlRequestHeaders is { Count: > 0 } asked)
        {
            response.AccessControlAllowHeaders = HeaderText.Safe(asked[0] ?? string.Empty);
        }

        response.AccessControlAllowMethods = _methods;
        if (_maxAge is not null)
        {
            response.AccessControlMaxAge = _maxAge;
        }

        if (config.PrivateNetwork && exchange.Request.Header("Access-Control-Request-Private-Network") == "true")
        {
            response["Access-Control-Allow-Private-Network"] = "true";
        }

        return exchange.Exit(StatusCodes.Status200OK);
    }

    private void AllowOrigin(Exchange exchange)
    {
        IHeaderDictionary response = exchange.Response.Headers;
        string? origin = exchange.Request.Headers.Origin is { Count: > 0 } origins ? origins[0] : null;
        // Browsers take no asterisk where credentials go along.
        bool isPersonal = _origins.AllowsAll && config.Credentials && origin is not null;
        string? answer = isPersonal ? HeaderText.Safe(origin!) : _origins.Answer(origin);
        response.AccessControlAllowOrigin = answer is null ? StringValues.Empty : answer;
        if (!_origins.AllowsAll || isPersonal)
        {
            response.Vary = StringValues.Concat(response.Vary, "Origin");
            if (config.Credentials)
            {
                response.AccessControlAllowCredentials = "true";
            }
        }
    }

    private static string? Join(IReadOnlyList<string>? names) => names is { Count: > 0 } ? HeaderText.Value(string.Join(',', names)) : null;
}
