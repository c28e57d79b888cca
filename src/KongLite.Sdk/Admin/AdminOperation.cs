using System.Text.Json.Nodes;

namespace KongLite.Sdk.Admin;

/// <summary>One method of a path of the Admin API.</summary>
/// <param name="Method">The method. HEAD comes with GET, OPTIONS by itself.</param>
/// <param name="Pattern">The path; segments in braces are parameters: <c>/proxy-cache/{cache_key}</c>.</param>
/// <param name="Summary">What it does, in a line: the API's description shows it.</param>
/// <param name="Handler">Answers the requests.</param>
public sealed record AdminOperation(string Method, string Pattern, string Summary, AdminOperationHandler Handler)
{
    /// <summary>The statuses that it answers with, each with its meaning in a sentence.</summary>
    public required IReadOnlyDictionary<int, string> Answers { get; init; }

    /// <summary>Whether the Status API answers it too.</summary>
    public bool IsOnStatus { get; init; }
}

/// <summary>Answers a request.</summary>
/// <param name="keys">Values of the path's parameters, decoded, in order.</param>
/// <param name="cancellationToken">Ends the wait when the client is gone.</param>
public delegate ValueTask<AdminOperationAnswer> AdminOperationHandler(IReadOnlyList<string> keys, CancellationToken cancellationToken);

/// <summary>What an operation answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON body. Null: none, and of 404 the web server's page, as Kong answers where it says nothing itself.</param>
public sealed record AdminOperationAnswer(int Status, JsonNode? Body = null)
{
    /// <summary>204.</summary>
    public static AdminOperationAnswer NoContent { get; } = new(204);

    /// <summary>404 with the web server's page.</summary>
    public static AdminOperationAnswer NotFound { get; } = new(404);

    /// <summary>A body that is plain text, in place of JSON. Null: there is none.</summary>
    public string? Text { get; init; }
}
