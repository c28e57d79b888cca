using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>The description of the Admin API as a file. Made when somebody first asks for it, and kept.</summary>
internal sealed class OpenApiFile([FromKeyedServices(OpenApiFile.DocumentName)] IOpenApiDocumentProvider documents)
{
    /// <summary>Name of the document among those of the process.</summary>
    public const string DocumentName = "admin";

    private readonly Lock _gate = new();
    private Task<byte[]>? _content;

    /// <summary>The file: OpenAPI 3.1 as indented JSON in UTF-8, with LF at the end of each line.</summary>
    public Task<byte[]> ReadAsync()
    {
        lock (_gate)
        {
            // Whoever asks first may hang up; the others want the file all the same.
            return _content is null or { IsFaulted: true } ? _content = Task.Run(CreateAsync) : _content;
        }
    }

    private async Task<byte[]> CreateAsync()
    {
        OpenApiDocument document = await documents.GetOpenApiDocumentAsync(CancellationToken.None);
        await using var text = new StringWriter { NewLine = "\n" };
        document.SerializeAsV31(new OpenApiJsonWriter(text));
        await text.WriteAsync('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
