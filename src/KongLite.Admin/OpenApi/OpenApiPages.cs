using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace KongLite.Admin.OpenApi;

/// <summary>
/// <c>/openapi.json</c> and <c>/docs</c>: the description of the Admin API, for programs and for people. Kong has no such paths, so that they stand
/// beside the table of endpoints.
/// </summary>
internal static class OpenApiPages
{
    private const string FilePath = "/openapi.json";
    private const string BrowserPath = "/docs";

    // The pages have everything they need. A policy makes sure that nothing is asked of anybody else, whatever the next version of the library may do.
    private const string OnlyFromHere = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

    /// <summary>Serves the two paths and passes everything else on.</summary>
    public static void Map(IApplicationBuilder app)
    {
        // Made at the first such request: most nodes never see one.
        var pages = new Lazy<RequestDelegate>(() => Create(app.New()));
        app.Use(next => context => IsOurs(context.Request) ? pages.Value(context) : next(context));
    }

    private static bool IsOurs(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (request.Path == FilePath || request.Path.StartsWithSegments(BrowserPath, StringComparison.Ordinal));

    private static RequestDelegate Create(IApplicationBuilder app)
    {
        AnswerWriter writer = AdminPipeline.WriterOf(app.ApplicationServices, allowsCredentials: true);
        app.Use((context, next) =>
        {
            writer.AddHeaders(context, writer.Now());
            return next(context);
        });
        app.UseRouting();
        app.UseEndpoints(endpoints =>
        {
            var methods = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
            endpoints.MapGet(FilePath, WriteFileAsync).WithMetadata(methods);
            endpoints.MapScalarApiReference(BrowserPath, Configure).WithMetadata(methods);
        });
        return app.Build();
    }

    private static async Task WriteFileAsync(HttpContext context)
    {
        byte[] file = await context.RequestServices.GetRequiredService<OpenApiFile>().ReadAsync();
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = file.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(file, context.RequestAborted);
        }
    }

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = OnlyFromHere;
        options.Title = $"KongLite {NodeInfo.Version} Admin API";
        options.OpenApiRoutePattern = FilePath;
        options.AddDocument(OpenApiFile.DocumentName, options.Title);
        options.HideClientButton().DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp();
    }
}
