using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace KongLite.Admin.OpenApi;

/// <summary>What the description of the Admin API needs.</summary>
internal static class OpenApiServices
{
    /// <summary>Adds it. Nothing of it is made before somebody asks for the description.</summary>
    public static IServiceCollection AddAdminDescription(this IServiceCollection services) => services
        .AddRouting()
        .AddOpenApi(OpenApiFile.DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer<AdminDocument>();
        })
        .AddSingleton<OpenApiFile>();
}
