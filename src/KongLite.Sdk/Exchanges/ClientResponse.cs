using Microsoft.AspNetCore.Http;

namespace KongLite.Sdk.Exchanges;

/// <summary>Who made an answer.</summary>
public enum ResponseSource
{
    /// <summary>The service.</summary>
    Service,

    /// <summary>A plugin, or the gateway in its usual course.</summary>
    Exit,

    /// <summary>The gateway, because something went wrong.</summary>
    Error,
}

/// <summary>The response of an exchange. Headers set before the service answers stay, in front of those that the service sends.</summary>
public sealed class ClientResponse
{
    private readonly Exchange _exchange;

    internal ClientResponse(Exchange exchange) => _exchange = exchange;

    /// <summary>The status.</summary>
    public int Status
    {
        get => _exchange.Http.Response.StatusCode;
        set => _exchange.Http.Response.StatusCode = value;
    }

    /// <summary>The headers as the client will see them.</summary>
    public IHeaderDictionary Headers => _exchange.Http.Response.Headers;

    /// <summary>Who made the answer.</summary>
    public ResponseSource Source => _exchange.Source;

    /// <summary>
    /// Time that a plugin spent on a call of its own, such as a function's; it is not counted as the gateway's in <c>X-Kong-Response-Latency</c>.
    /// </summary>
    public TimeSpan ExternalTime { get; set; }

    /// <summary>
    /// Whether an answer of the gateway's own stands for one of the service's, as one from a cache does: it gets the headers of a proxied answer.
    /// </summary>
    public bool StandsForService { get; set; }

    /// <summary>The body of the service's answer, to read or replace in the response phase; empty in every other one.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }
}
