using System.Text.Json.Nodes;

namespace KongLite.Sdk.Admin;

/// <summary>Paths that a plugin brings to the Admin API. A singleton among the services; its paths are there when its plugin is installed, with or without rows.</summary>
public interface IAdminExtension
{
    /// <summary>Name of the plugin.</summary>
    string Plugin { get; }

    /// <summary>The paths.</summary>
    IReadOnlyList<AdminPath> Paths { get; }
}

/// <summary>A path of the Admin API.</summary>
/// <param name="Pattern">The pattern; segments in braces are parameters: <c>/proxy-cache/{cache_key}</c>.</param>
/// <param name="Methods">What answers each method. HEAD comes with GET, OPTIONS by itself.</param>
public sealed record AdminPath(string Pattern, IReadOnlyDictionary<string, AdminPathHandler> Methods);

/// <summary>Answers requests of one method to one path.</summary>
/// <param name="keys">Values of the path's parameters, decoded, in order.</param>
/// <param name="cancellationToken">Ends the wait when the client is gone.</param>
public delegate ValueTask<AdminPathAnswer> AdminPathHandler(IReadOnlyList<string> keys, CancellationToken cancellationToken);

/// <summary>What a path answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The JSON body. Null: none, and of 404 the web server's page, as Kong answers where it says nothing itself.</param>
public sealed record AdminPathAnswer(int Status, JsonNode? Body = null)
{
    /// <summary>204.</summary>
    public static AdminPathAnswer NoContent { get; } = new(204);

    /// <summary>404 with the web server's page.</summary>
    public static AdminPathAnswer NotFound { get; } = new(404);
}
