using System.Text.Json.Nodes;
using KongLite.Admin.Crud;
using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using Microsoft.AspNetCore.Http;

namespace KongLite.Admin.Endpoints;

/// <summary>The whole configuration in DB-less mode: <c>/config</c> (Kong: <c>api/routes/config.lua</c>).</summary>
/// <param name="barrier">Waits until the proxy follows a new configuration.</param>
/// <param name="store">The configuration; null: there is a database.</param>
internal sealed class ConfigEndpoints(SnapshotBarrier barrier, IDeclarativeStore? store = null)
{
    private const string CheckHash = "check_hash";
    private const string FlattenErrors = "flatten_errors";

    // Compiling the routes and plugins of a large configuration takes seconds.
    private static readonly TimeSpan LongestBuild = TimeSpan.FromSeconds(60);

    /// <summary>Adds the path.</summary>
    public void Map(EndpointTable endpoints) => endpoints.Map("/config", ("GET", _ => Show().AsTask()), ("POST", LoadAsync));

    private static Answer OnlyWithoutDatabase =>
        Answer.Message(400, "this endpoint is only available when Kong is configured to not use a database");

    private Answer Show() => store is null ? OnlyWithoutDatabase : Answer.Ok(new JsonObject { ["config"] = store.Export() });

    private async ValueTask<Answer> LoadAsync(AdminRequest request)
    {
        if (store is null)
        {
            return OnlyWithoutDatabase;
        }

        if (DocumentOf(request) is not { } document)
        {
            return Answer.Message(400, "expected a declarative configuration");
        }

        DeclarativeLoad load = await store.LoadAsync(document, request.Aborted);
        HttpResponse response = request.Context.Response;
        switch (load.Outcome)
        {
            case DeclarativeOutcome.Unchanged:
                response.ContentLength = 0;
                return new Answer(304);
            case DeclarativeOutcome.Busy:
                response.Headers.RetryAfter = "10";
                return Answer.Message(429, "Currently loading previous configuration");
            case DeclarativeOutcome.Refused:
                return Refusal(load);
            default:
                return await barrier.WaitAsync(load.Version, LongestBuild)
                    ? new Answer(201, load.Entities)
                    : Answer.Message(504, "Timed out while loading configuration");
        }
    }

    // An argument may stand in the query as well as in the body.
    private static DeclarativeDocument? DocumentOf(AdminRequest request)
    {
        JsonObject body = request.Body;
        bool unlessLoaded = IsOne(body[CheckHash] ?? request.Query[CheckHash]);
        bool flattensErrors = IsTrue(body[FlattenErrors] ?? request.Query[FlattenErrors]);
        body.Remove(CheckHash);
        body.Remove(FlattenErrors);
        bool isObject = body.ContainsKey("_format_version");
        JsonNode? config = isObject ? null : body["config"] ?? request.Query["config"];
        if (config is not null)
        {
            return config.AsText() is { } text ? Text(text) : null;
        }

        if (isObject || request.IsJson)
        {
            return new DeclarativeDocument { Root = body, FlattensErrors = flattensErrors };
        }

        return request.RawBody.IsEmpty ? null : Text(Utf8Text.Decode(request.RawBody.Span).TrimStart('\uFEFF'));

        DeclarativeDocument Text(string text) => new() { Text = text, UnlessLoaded = unlessLoaded, FlattensErrors = flattensErrors };
    }

    private static Answer Refusal(DeclarativeLoad load)
    {
        Answer answer = load.Error!;
        if (load.FlattenedErrors is { } flattened)
        {
            answer.Body!["flattened_errors"] = flattened;
        }

        return answer;
    }

    private static bool IsOne(JsonNode? value) => value.AsText() == "1" || value.AsNumber() == 1;

    private static bool IsTrue(JsonNode? value) =>
        value.AsBoolean() == true || value.AsNumber() == 1 || value.AsText()?.ToLowerInvariant() is "true" or "1" or "on" or "yes";
}
