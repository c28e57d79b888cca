using Microsoft.AspNetCore.Http;

namespace KongLite.PostgresTests.Nodes;

/// <summary>Answers of services.</summary>
internal static class Upstreams
{
    /// <summary>Answers with a status alone.</summary>
    public static Task Respond(this HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
