using System.Text;
using KongLite.Plugins.RequestTransformer.Templates;
using KongLite.Plugins.Shared;
using KongLite.Plugins.Shared.Transformers;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Routing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>Changes requests on their way to the service.</summary>
[Plugin<RequestTransformerConfig>("request-transformer", Priority = 801, AnyProtocol = true)]
internal sealed class RequestTransformerPlugin : IAccessPhase
{
    /// <summary>Largest body that is changed, in bytes. It is taken apart in memory, where its pieces need many times as much.</summary>
    internal const int LargestBody = 8 * 1024 * 1024;

    private static readonly string[] Methods =
    [
        "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "MKCOL", "COPY", "MOVE", "PROPFIND", "PROPPATCH", "LOCK", "UNLOCK", "PATCH", "TRACE",
    ];

    private readonly string? _method;
    private readonly int? _path;
    private readonly HeaderRules _headers;
    private readonly FieldRules _body;
    private readonly FieldRules _query;
    private readonly TemplateSet _templates;

    /// <summary>One configured plugin.</summary>
    /// <exception cref="TemplateException">A template uses parts of Lua that are not supported.</exception>
    /// <exception cref="NotSupportedException">The method is none that requests can be changed to.</exception>
    public RequestTransformerPlugin(RequestTransformerConfig config)
    {
        var templates = new TemplateSet();
        _method = config.HttpMethod is null || Methods.Contains(config.HttpMethod) ? config.HttpMethod : throw new NotSupportedException($"invalid method: {config.HttpMethod}");
        _path = config.Replace.Uri is { } path ? templates.Add(path) : null;
        _headers = new HeaderRules(config, templates);
        _body = new FieldRules(config, isQuery: false, templates);
        _query = new FieldRules(config, isQuery: true, templates);
        _templates = templates.Seal();
    }

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        string[] values = _templates.Write(exchange);
        if (_path is { } path)
        {
            SetPath(exchange, values[path]);
        }

        if (_method is not null)
        {
            exchange.Upstream.Method = _method;
        }

        bool movesForm = _method is "GET" or "HEAD" or "TRACE" && FormatOf(exchange.Request.Headers.ContentType) == BodyFormat.Form;
        _headers.Apply(exchange, values);
        string? contentType = exchange.Request.Headers.ContentType;
        BodyFormat format = _body.Any ? FormatOf(contentType) : BodyFormat.None;
        RequestBody? body = null;
        if (movesForm || format != BodyFormat.None)
        {
            body = await exchange.Request.ReadBodyAsync();
            if (body.Length > LargestBody)
            {
                return exchange.Error(StatusCodes.Status413PayloadTooLarge);
            }

            body = body.IsLarge ? await exchange.Request.ReadBodyAsync(large: true) : body;
            if (format == BodyFormat.Json && JsonMembers.IsTooLarge(body.Bytes.Span))
            {
                return exchange.Error(StatusCodes.Status413PayloadTooLarge);
            }
        }

        FormFields? form = movesForm ? FormFields.Parse(body!.Bytes.Span, exchange.Node.MaxFormArguments) : null;
        if (FieldsOf(format, body, contentType, exchange.Node.MaxFormArguments) is { } fields && _body.Apply(fields, values))
        {
            exchange.Upstream.SetBody(fields.ToBytes());
        }

        ChangeQuery(exchange, values, form);
        return PhaseResult.Continue;
    }

    private static void SetPath(Exchange exchange, string path)
    {
        if (!path.StartsWith('/'))
        {
            throw new TemplateException($"path must start with /: '{path}'");
        }

        exchange.Upstream.Path = RequestPath.Escape(RequestHeaders.Text(path));
    }

    // A JSON body that is none, and one that is no object, goes on as it is.
    private static IFields? FieldsOf(BodyFormat format, RequestBody? body, string? contentType, int mostArguments) => format switch
    {
        BodyFormat.Json => (body!.Bytes.IsEmpty ? JsonMembers.Empty() : JsonMembers.Read(body.Bytes.Span)) is { } members ? new JsonFields(members) : null,
        BodyFormat.Form => FormFields.Parse(body!.Bytes.Span, mostArguments),
        BodyFormat.Multipart => MultipartFields.Read(body!.Bytes, contentType!),
        _ => null,
    };

    private void ChangeQuery(Exchange exchange, string[] values, FormFields? form)
    {
        if (!_query.Any && form is not { Pairs.Count: > 0 })
        {
            return;
        }

        FormFields query = FormFields.Parse(Encoding.UTF8.GetBytes(exchange.Request.RawQuery));
        if (form is not null)
        {
            query.AddAll(form);
        }

        _query.Apply(query, values);
        exchange.Upstream.SetRawQuery(query.ToQuery());
    }

    private static BodyFormat FormatOf(string? contentType) =>
        contentType is null ? BodyFormat.None
        : contentType.Contains("application/json", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Json
        : contentType.Contains("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Multipart
        : contentType.Contains("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) ? BodyFormat.Form
        : BodyFormat.None;
}
