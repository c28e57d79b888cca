namespace KongLite.Plugins.BasicAuth;

/// <summary>Configuration of <c>basic-auth</c>.</summary>
internal sealed record BasicAuthConfig
{
    /// <summary>Id or username of the consumer that stands for requests without valid credentials. Null: such requests are rejected.</summary>
    public string? Anonymous { get; init; }

    /// <summary>Whether the credentials are taken out of the request before the service sees it.</summary>
    public bool HideCredentials { get; init; }

    /// <summary>Realm named in <c>WWW-Authenticate</c> when a request is rejected.</summary>
    public string Realm { get; init; } = "service";
}
