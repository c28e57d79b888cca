using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Testing;

namespace KongLite.Tests.Hosting.DbLess;

/// <summary>A whole node without a database, and what is asked of it.</summary>
internal sealed class DbLessNode : IAsyncDisposable
{
    /// <summary>A service with a route that answers by itself, and a consumer.</summary>
    public const string Example =
        """
        _format_version: "3.0"
        services:
        - name: example
          url: http://127.0.0.1:9/anything
          routes:
          - name: mine
            paths: [/mine]
            plugins:
            - name: request-termination
              config: { status_code: 418 }
        consumers:
        - username: alice
          keyauth_credentials:
          - key: alice-key
        """;

    private DbLessNode(TestGateway gateway) => Gateway = gateway;

    public TestGateway Gateway { get; }

    public static async Task<DbLessNode> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal);
        all["database"] = "off";
        return new DbLessNode(await TestGateway.StartAsync(all));
    }

    /// <summary>A node that has loaded a configuration.</summary>
    public static async Task<DbLessNode> WithAsync(string configuration)
    {
        DbLessNode node = await StartAsync();
        DbLessReply reply = await node.LoadAsync(configuration);
        Assert.True(reply.Status == 201, reply.Text);
        return node;
    }

    /// <summary>Posts a configuration as YAML.</summary>
    public Task<DbLessReply> LoadAsync(string yaml, string query = "") => PostAsync(yaml, "application/yaml", query);

    public async Task<DbLessReply> PostAsync(string body, string? type, string query = "")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return await PostAsync(content, query);
    }

    public async Task<DbLessReply> PostAsync(HttpContent? content, string query = "") => await DbLessReply.Of(await Gateway.Admin.PostAsync($"/config{query}", content));

    public async Task<DbLessReply> GetAsync(string path) => await DbLessReply.Of(await Gateway.Admin.GetAsync(path));

    public async Task<DbLessReply> StatusAsync(string path)
    {
        using var client = new HttpClient();
        return await DbLessReply.Of(await client.GetAsync(new Uri(Gateway.StatusUri, path)));
    }

    public async Task<string> HashAsync() => (string)(await GetAsync("/status")).Json["configuration_hash"]!;

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}

/// <summary>What came back.</summary>
internal sealed record DbLessReply(int Status, string Text, string? Type, long? Length)
{
    public JsonObject Json => (JsonObject)JsonNode.Parse(Text, documentOptions: new JsonDocumentOptions { MaxDepth = 2000 })!;

    public static async Task<DbLessReply> Of(HttpResponseMessage message)
    {
        using (message)
        {
            string text = await message.Content.ReadAsStringAsync();
            return new DbLessReply((int)message.StatusCode, text, message.Content.Headers.ContentType?.ToString(), message.Content.Headers.ContentLength);
        }
    }
}
