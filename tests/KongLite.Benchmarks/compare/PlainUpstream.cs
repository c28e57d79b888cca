using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace KongLite.Benchmarks.Compare;

/// <summary>The service behind everything that is compared: a small constant answer.</summary>
internal static class PlainUpstream
{
    private static readonly byte[] Body = [.. "Hello from the service behind the gateway.\n"u8];

    /// <summary>Serves until it is stopped.</summary>
    public static async Task<int> RunAsync(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        WebApplication app = builder.Build();
        app.Run(static context =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = Body.Length;
            return context.Response.Body.WriteAsync(Body, 0, Body.Length);
        });
        await app.RunAsync();
        return 0;
    }
}
