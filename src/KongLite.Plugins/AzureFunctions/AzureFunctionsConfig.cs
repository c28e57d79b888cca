using KongLite.Sdk.Schema;

namespace KongLite.Plugins.AzureFunctions;

/// <summary>Configuration of <c>azure-functions</c>.</summary>
internal sealed record AzureFunctionsConfig
{
    /// <summary>How long each step of a call may take, in milliseconds: connecting, each send, each receive.</summary>
    public double? Timeout { get; init; } = 600000;

    /// <summary>How long an idle connection is kept for the next call, in milliseconds.</summary>
    public double? Keepalive { get; init; } = 60000;

    /// <summary>Whether to call the function over TLS.</summary>
    public bool? Https { get; init; } = true;

    /// <summary>Whether the function's certificate must be valid.</summary>
    public bool? HttpsVerify { get; init; } = false;

    /// <summary>Key that opens the function. A key in the request wins. Null: none.</summary>
    [Referenceable, Secret]
    public string? Apikey { get; init; }

    /// <summary>Name of the key. A name in the request wins. Null: none.</summary>
    [Referenceable, Secret]
    public string? Clientid { get; init; }

    /// <summary>Name of the function app, the first label of its host.</summary>
    public required string Appname { get; init; }

    /// <summary>Domain of the function app.</summary>
    public string Hostdomain { get; init; } = "azurewebsites.net";

    /// <summary>Prefix of the function's path.</summary>
    public string? Routeprefix { get; init; } = "api";

    /// <summary>Name of the function, the last part of its path.</summary>
    public required string Functionname { get; init; }

    /// <summary>Shows no secret.</summary>
    public override string ToString() => $"azure-functions {Appname}/{Functionname}";
}
