using Microsoft.AspNetCore.Http;

namespace KongLite.Sdk.Exchanges;

/// <summary>The call to the service, before it is made. What is not set follows from the route and the service.</summary>
public sealed class UpstreamCall
{
    private readonly Exchange _exchange;

    internal UpstreamCall(Exchange exchange) => _exchange = exchange;

    /// <summary>Path sent to the service, percent-encoded: the request's after <c>strip_path</c> and the service's path.</summary>
    public string Path
    {
        get => _exchange.UpstreamPath ?? "/";
        set => _exchange.UpstreamPath = value;
    }

    /// <summary>Scheme to use instead of the service's, <c>http</c> or <c>https</c>. Null: the service's.</summary>
    public string? Scheme { get; set; }

    /// <summary>Host to call instead of the service's. Null: the service's.</summary>
    public string? Host { get; private set; }

    /// <summary>Port to call instead of the service's. Null: the service's.</summary>
    public int? Port { get; private set; }

    /// <summary>The <c>Host</c> header to send. Null: the client's when the route keeps it, else that of the host that is called.</summary>
    public string? HostHeader { get; set; }

    /// <summary>The method, such as <c>GET</c>; plugins see the changed one too.</summary>
    public string Method
    {
        get => _exchange.Http.Request.Method;
        set
        {
            ClientMethod ??= _exchange.Http.Request.Method;
            _exchange.Http.Request.Method = value;
        }
    }

    /// <summary>The method that the client used; null: nobody has changed it.</summary>
    internal string? ClientMethod { get; private set; }

    /// <summary>The headers; the same ones as the request's.</summary>
    public IHeaderDictionary Headers => _exchange.Http.Request.Headers;

    /// <summary>The body in place of the client's. Null: the client's.</summary>
    public ReadOnlyMemory<byte>? Body { get; private set; }

    /// <summary>Calls another host instead of the service's; its <c>Host</c> header follows.</summary>
    public void SetTarget(string host, int port) => (Host, Port) = (host, port);

    /// <summary>Replaces the query.</summary>
    /// <param name="query">Encoded, without question mark.</param>
    public void SetRawQuery(string query) => _exchange.Request.SetRawQuery(query);

    /// <summary>Replaces the body; the length follows.</summary>
    public void SetBody(ReadOnlyMemory<byte> body) => Body = body;
}
