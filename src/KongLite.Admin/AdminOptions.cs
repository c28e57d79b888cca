using System.Text.Json.Nodes;

namespace KongLite.Admin;

/// <summary>Settings of the Admin API.</summary>
public sealed record AdminOptions
{
    /// <summary>What <c>GET /</c> shows as <c>configuration</c>: every setting, secrets masked. Called for each request.</summary>
    public Func<JsonObject> Configuration { get; init; } = static () => [];

    /// <summary>Origins that browsers may call from, <c>https://manager.test</c>: those of <c>admin_gui_url</c>. Empty: any.</summary>
    public IReadOnlyList<string> GuiOrigins { get; init; } = [];

    /// <summary>Largest request body, in bytes (<c>nginx_admin_client_max_body_size</c>). A longer one is answered with 413.</summary>
    public long MaxBodySize { get; init; } = 10 * 1024 * 1024;

    /// <summary>Where the configuration lives, the <c>database</c> setting: <c>postgres</c>, <c>file</c> or <c>off</c>.</summary>
    public string Database { get; init; } = "file";
}
