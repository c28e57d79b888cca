using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.PostgresTests.Nodes;

/// <summary>What an Admin API has answered.</summary>
/// <param name="Status">Status.</param>
/// <param name="Body">Body; null: empty.</param>
internal readonly record struct AdminAnswer(int Status, JsonNode? Body)
{
    /// <summary>What Kong says of a failure that is not the caller's.</summary>
    public const string Unexpected = """{"message":"An unexpected error occurred"}""";

    /// <summary>Whether it was done.</summary>
    public bool IsDone => Status is >= 200 and < 300;

    /// <summary>Id of the row.</summary>
    public string Id => (string)Body!["id"]!;

    /// <summary>Whether it is Kong's answer to a failure that is not the caller's.</summary>
    public bool IsFailure => Status == 500 && Body?.ToJsonString() == Unexpected;
}

/// <summary>Calls of a node.</summary>
internal static class AdminCalls
{
    /// <summary>Nobody is left without an answer for so long, whatever the database does.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>Asks the Admin API.</summary>
    /// <exception cref="TimeoutException">There was no answer.</exception>
    public static async Task<AdminAnswer> AskAsync(this TestGateway node, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body);
        using HttpResponseMessage answer = await node.Admin.SendAsync(request).WaitAsync(Limit);
        string text = await answer.Content.ReadAsStringAsync();
        return new AdminAnswer((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Asks the Admin API for what has to succeed.</summary>
    public static async Task<AdminAnswer> MustAsync(this TestGateway node, string method, string path, object? body = null)
    {
        AdminAnswer answer = await node.AskAsync(method, path, body);
        Assert.True(answer.IsDone, $"{method} {path}: {answer.Status} {answer.Body}");
        return answer;
    }

    /// <summary>The status that the proxy answers with.</summary>
    /// <param name="node">The node.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="key">Key of a consumer; null: none.</param>
    /// <exception cref="TimeoutException">There was no answer.</exception>
    public static async Task<int> ProxyAsync(this TestGateway node, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (key is not null)
        {
            request.Headers.Add("apikey", key);
        }

        using HttpResponseMessage answer = await node.Proxy.SendAsync(request).WaitAsync(Limit);
        return (int)answer.StatusCode;
    }
}
