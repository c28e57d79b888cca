using System.Text.Json.Serialization;

namespace KongLite.Plugins.Session;

/// <summary>Where sessions are kept.</summary>
internal enum SessionStorage
{
    /// <summary>In the cookie, encrypted.</summary>
    [JsonStringEnumMemberName("cookie")]
    Cookie,

    /// <summary>In the gateway's store; the cookie names it.</summary>
    [JsonStringEnumMemberName("kong")]
    Kong,
}

/// <summary>Which requests of other sites carry a cookie.</summary>
internal enum SessionSameSite
{
    /// <summary>None.</summary>
    Strict,

    /// <summary>Those that follow a link.</summary>
    Lax,

    /// <summary>All.</summary>
    None,

    /// <summary>As browsers do when a cookie does not say.</summary>
    Default,
}
