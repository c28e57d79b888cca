using System.Text.Json.Nodes;
using KongLite.Sdk.Storage;

namespace KongLite.Admin;

/// <summary>What an endpoint answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON body; null: none, as with 204.</param>
internal sealed record Answer(int Status, JsonNode? Body = null)
{
    /// <summary>The page that stands for the body; null: there is none.</summary>
    public string? Page { get; private init; }

    /// <summary>The plain text that stands for the body; null: there is none.</summary>
    public string? Text { get; private init; }

    /// <summary>True when the connection closes with the answer.</summary>
    public bool Closes { get; private init; }

    /// <summary>True for answers that Kong's web server gives before its API sees the request: they lack the headers of cross-origin use.</summary>
    public bool IsOfServer { get; private init; }

    /// <summary>204 without a body.</summary>
    public static Answer NoContent { get; } = new(204);

    /// <summary>404, for unknown paths and for entities that are not there.</summary>
    public static Answer NotFound => Message(404, "Not found");

    /// <summary>405 for a method that the path does not have.</summary>
    public static Answer MethodNotAllowed => Message(405, "Method not allowed");

    /// <summary>500 for what should not have happened.</summary>
    public static Answer Unexpected => Message(500, "An unexpected error occurred");

    /// <summary>400 for a body that says it is JSON and is not.</summary>
    public static Answer BadJson => Message(400, "Cannot parse JSON body");

    /// <summary>400 for a form or query string with too many pairs.</summary>
    public static Answer TooManyArguments => Message(400, "Too many arguments");

    /// <summary>413, after which the connection closes, since the body was not read.</summary>
    public static Answer TooLarge { get; } = PageOf(413, "Request Entity Too Large") with { IsOfServer = true, Closes = true };

    /// <summary>415 for a content type that is not read.</summary>
    public static Answer UnsupportedMediaType { get; } = PageOf(415, "Unsupported Media Type");

    /// <summary>400 for a request that is not well-formed.</summary>
    public static Answer BadRequest { get; } = PageOf(400, "Bad Request") with { IsOfServer = true, Closes = true };

    /// <summary>404 with the web server's page, where Kong says nothing itself.</summary>
    public static Answer NothingThere { get; } = PageOf(404, "Not Found");

    /// <summary>405 for TRACE, which no path has.</summary>
    public static Answer NotAllowed { get; } = PageOf(405, "Not Allowed") with { IsOfServer = true };

    /// <summary>200 with a JSON body.</summary>
    public static Answer Ok(JsonNode body) => new(200, body);

    /// <summary>A status with <c>{"message": …}</c>.</summary>
    public static Answer Message(int status, string text) => new(status, new JsonObject { ["message"] = text });

    /// <summary>A status with a plain text.</summary>
    public static Answer Plain(int status, string text) => new(status) { Text = text };

    /// <summary>The status and body of an expected failure.</summary>
    public static implicit operator Answer(StoreError error) => AdminErrors.Answer(error);

    /// <summary>The answer of a handler that had nothing to wait for.</summary>
    public ValueTask<Answer> AsTask() => ValueTask.FromResult(this);

    private static Answer PageOf(int status, string reason) => new(status)
    {
        Page = $"<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n"
            + $"<center><h1>{status} {reason}</h1></center>\r\n</body>\r\n</html>\r\n",
    };
}
