using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.Http;

namespace KongLite.Admin.Routing;

/// <summary>A request that has found its endpoint, with everything decoded.</summary>
/// <param name="Context">The request itself.</param>
/// <param name="Keys">Values of the path's parameters, in order.</param>
/// <param name="Query">Arguments of the query string; all texts, or true without a value.</param>
/// <param name="Body">Arguments of the body; empty for methods that have none.</param>
/// <param name="IsForm">True when the body's values are texts that the schema has yet to type.</param>
internal sealed record AdminRequest(HttpContext Context, IReadOnlyList<PathSegment> Keys, JsonObject Query, JsonObject Body, bool IsForm)
{
    /// <summary>True when the body is JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>The body as it came; empty for methods that have none.</summary>
    public ReadOnlyMemory<byte> RawBody { get; init; }

    /// <summary>Ends reads when the client is gone.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>A query argument: the first of its values. Null: it is missing or has no value.</summary>
    public string? Argument(string name) => (Query[name] is JsonArray { Count: > 0 } several ? several[0] : Query[name]).AsText();
}

/// <summary>The part of a path that a parameter stands for.</summary>
/// <param name="Raw">As the client sent it.</param>
/// <param name="Text">Decoded.</param>
internal readonly record struct PathSegment(string Raw, string Text);

/// <summary>Answers requests of one method to one path.</summary>
internal delegate ValueTask<Answer> AdminHandler(AdminRequest request);
