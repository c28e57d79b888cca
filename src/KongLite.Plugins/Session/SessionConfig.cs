using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Plugins.Session;

/// <summary>Configuration of <c>session</c>.</summary>
[Alias("cookie_lifetime", "rolling_timeout")]
[CookieIdletime]
[CookieRenew]
[Alias("cookie_discard", "stale_ttl")]
[CookieSamesite]
[Alias("cookie_httponly", "cookie_http_only")]
[Alias("cookie_persistent", "remember")]
internal sealed record SessionConfig
{
    /// <summary>Secret that sessions are encrypted with. One that the node makes up at its start when missing.</summary>
    [Referenceable, Secret, Optional]
    public string? Secret { get; init; } = NodeSecret.Value;

    /// <summary>Where sessions are kept.</summary>
    public SessionStorage? Storage { get; init; } = SessionStorage.Cookie;

    /// <summary>Whom sessions are for; those of another audience do not count.</summary>
    public string? Audience { get; init; } = "default";

    /// <summary>How long a session may go unused, in seconds; 0: any time.</summary>
    public double? IdlingTimeout { get; init; } = 900;

    /// <summary>How long until a session has to be renewed, in seconds; 0: it has not.</summary>
    public double? RollingTimeout { get; init; } = 3600;

    /// <summary>How long a session lasts with all its renewals, in seconds; 0: any time.</summary>
    public double? AbsoluteTimeout { get; init; } = 86400;

    /// <summary>How long a renewed session's old form is still good, in seconds.</summary>
    public double? StaleTtl { get; init; } = 10;

    /// <summary>Name of the session's cookie.</summary>
    public string? CookieName { get; init; } = "session";

    /// <summary>Path of the cookie.</summary>
    public string? CookiePath { get; init; } = "/";

    /// <summary>Domain of the cookie. Null: the host that the request names.</summary>
    public string? CookieDomain { get; init; }

    /// <summary>Which requests of other sites carry the cookie.</summary>
    public SessionSameSite? CookieSameSite { get; init; } = SessionSameSite.Strict;

    /// <summary>Whether scripts cannot read the cookie.</summary>
    public bool? CookieHttpOnly { get; init; } = true;

    /// <summary>Whether the cookie goes over HTTPS only.</summary>
    public bool? CookieSecure { get; init; } = true;

    /// <summary>Whether a second cookie outlives the browser's session.</summary>
    public bool? Remember { get; init; } = false;

    /// <summary>Name of that second cookie.</summary>
    public string? RememberCookieName { get; init; } = "remember";

    /// <summary>How long until a remembered session has to be renewed, in seconds.</summary>
    public double? RememberRollingTimeout { get; init; } = 604800;

    /// <summary>How long a remembered session lasts with all its renewals, in seconds; 0: any time.</summary>
    public double? RememberAbsoluteTimeout { get; init; } = 2592000;

    /// <summary>What answers tell clients of the session, each in a header of its own. Null: nothing.</summary>
    [Set, OneOf("id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout", On = Part.Element)]
    public IReadOnlyList<string>? ResponseHeaders { get; init; }

    /// <summary>What services are told of the session, each in a header of its own. Null: nothing.</summary>
    [Set, OneOf("id", "audience", "subject", "timeout", "idling-timeout", "rolling-timeout", "absolute-timeout", On = Part.Element)]
    public IReadOnlyList<string>? RequestHeaders { get; init; }

    /// <summary>Whether a logout may be asked for in the body, too.</summary>
    public bool? ReadBodyForLogout { get; init; } = false;

    /// <summary>Methods of requests that can ask for a logout.</summary>
    [Set, OneOf("GET", "POST", "DELETE", On = Part.Element)]
    public IReadOnlyList<string>? LogoutMethods { get; init; } = ["POST", "DELETE"];

    /// <summary>Query argument that asks for a logout.</summary>
    public string? LogoutQueryArg { get; init; } = "session_logout";

    /// <summary>Field of the body that asks for a logout.</summary>
    public string? LogoutPostArg { get; init; } = "session_logout";
}
