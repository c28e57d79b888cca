using KongLite.Gateway.Routing;
using KongLite.Sdk.Exchanges;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Pipeline;

/// <summary>What a route demands of the connection: TLS, gRPC, HTTP/2.</summary>
internal static class ProtocolDemands
{
    /// <summary>Answers a request that its route does not want over this connection.</summary>
    public static void Check(Exchange exchange, CompiledRoute route)
    {
        if (route.IsHttpsOnly && exchange.Request.ForwardedScheme != "https")
        {
            DemandHttps(exchange, route.HttpsRedirectStatusCode);
        }
        else if (route.IsGrpc)
        {
            CheckGrpc(exchange, route);
        }
    }

    private static void DemandHttps(Exchange exchange, int status)
    {
        IHeaderDictionary headers = exchange.Response.Headers;
        if (status == StatusCodes.Status426UpgradeRequired)
        {
            DemandUpgrade(exchange, "TLS/1.2, HTTP/1.1", GatewayErrors.UseHttps);
            return;
        }

        headers.Location = $"https://{exchange.Request.ForwardedHost}{exchange.Request.RawTarget}";
        exchange.Exit(status);
    }

    private static void CheckGrpc(Exchange exchange, CompiledRoute route)
    {
        HttpRequest request = exchange.Http.Request;
        if (!LocalBody.HasGrpcType(request))
        {
            exchange.Error(StatusCodes.Status415UnsupportedMediaType, GatewayErrors.NotGrpc);
        }
        else if (!HttpProtocol.IsHttp2(request.Protocol))
        {
            DemandUpgrade(exchange, "HTTP/2", GatewayErrors.UseHttp2);
        }
        else if (route.IsGrpcsOnly && exchange.Request.ForwardedScheme != "https")
        {
            IHeaderDictionary headers = exchange.Response.Headers;
            headers.ContentType = "application/grpc";
            headers["grpc-status"] = "1";
            headers["grpc-message"] = GatewayErrors.GrpcsOnly;
            exchange.Exit(StatusCodes.Status200OK);
        }
    }

    private static void DemandUpgrade(Exchange exchange, string protocols, string message)
    {
        IHeaderDictionary headers = exchange.Response.Headers;
        if (!HttpProtocol.IsHttp2(exchange.Http.Request.Protocol))
        {
            bool closes = exchange.Http.Request.Headers.Connection.ToString().Contains("close", StringComparison.OrdinalIgnoreCase);
            headers.Connection = closes ? "close, Upgrade" : "keep-alive, Upgrade";
            headers.Upgrade = protocols;
        }

        exchange.Error(StatusCodes.Status426UpgradeRequired, message);
    }
}
