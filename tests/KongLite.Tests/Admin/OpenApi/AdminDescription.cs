using System.Text;
using System.Text.Json.Nodes;
using KongLite.Admin.OpenApi;
using KongLite.Testing;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace KongLite.Tests.Admin.OpenApi;

/// <summary>The description that a node with default settings serves; made once for all tests that read it.</summary>
public sealed class AdminDescription : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    public TestGateway Gateway => _gateway;

    public string Text { get; private set; } = string.Empty;

    public OpenApiDocument Document { get; private set; } = null!;

    public JsonObject Json { get; private set; } = [];

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        Text = Encoding.UTF8.GetString(await _gateway.Services.GetRequiredService<OpenApiFile>().ReadAsync());
        Json = (JsonObject)JsonNode.Parse(Text)!;
        Document = await _gateway.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApiFile.DocumentName).GetOpenApiDocumentAsync();
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();
}
