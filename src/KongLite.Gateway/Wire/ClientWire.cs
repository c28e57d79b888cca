using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace KongLite.Gateway.Wire;

/// <summary>A client's HTTP/1 connection as Kestrel sees it. As a feature of the connection it learns from requests what Kestrel made of the bytes.</summary>
internal sealed class ClientWire : IDuplexPipe
{
    private readonly RequestLineReader _input;
    private readonly RefusableWriter _output;
    private bool _isServing;

    public ClientWire(IDuplexPipe client, bool isPlainOnTls)
    {
        IsPlainOnTls = isPlainOnTls;
        _input = new RequestLineReader(client.Input);
        _output = new RefusableWriter(client.Output);
    }

    public PipeReader Input => _input;

    public PipeWriter Output => _output;

    /// <summary>Whether the client speaks in the clear where it should speak TLS.</summary>
    public bool IsPlainOnTls { get; }

    /// <summary>The request that Kestrel refused, the last one of the connection; null: none.</summary>
    public RefusedRequest? Refused { get; private set; }

    /// <summary>A request is ours from now on.</summary>
    public void Begin(HttpContext context)
    {
        _input.Begin(context);
        _isServing = true;
    }

    /// <summary>The request has been answered.</summary>
    public void End() => _isServing = false;

    /// <summary>Kestrel refuses a request. Where the request is ours, so is the answer.</summary>
    public void Refuse(RefusedRequest request)
    {
        if (!_isServing && Refused is null)
        {
            Refused = request with { Line = _input.Line ?? request.Line };
            _output.IsShut = true;
        }
    }
}
