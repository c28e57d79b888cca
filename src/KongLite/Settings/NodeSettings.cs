using System.Text.Json.Serialization;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>
/// What a node is told by <c>kong.conf</c>, by <c>KONG_*</c> and on the command line, under Kong's names and with Kong's defaults. It is one more
/// record of the schema engine; the texts become its JSON in <see cref="SettingsReader"/>.
/// </summary>
[CheckedBy<NodeSettingsChecks>]
internal sealed partial record NodeSettings
{
    /// <summary>Working directory: the configuration file of <c>database = file</c> and generated certificates. Relative to where the node is started.</summary>
    public string Prefix { get; init; } = "konglite-data";

    /// <summary>Least important messages that are logged.</summary>
    public LogLevelName LogLevel { get; init; } = LogLevelName.Notice;

    /// <summary>Plugins to load: names, <c>bundled</c> for all that come with the node, or <c>off</c> for none.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = ["bundled"];

    /// <summary>Ports that clients see instead of the node's own, as <c>outside:inside</c>: in routes' hosts, <c>X-Forwarded-Port</c> and logs.</summary>
    [PortMap]
    public IReadOnlyList<string> PortMaps { get; init; } = [];

    /// <summary>Id of the node, a UUID. Unset: a new one at each start.</summary>
    public Guid? NodeId { get; init; }

    /// <summary>Place of the node in a cluster. Only <c>traditional</c> is served: the node has its own configuration and proxies.</summary>
    public Role Role { get; init; } = Role.Traditional;

    /// <summary>Type of the error pages for clients that do not say what they accept.</summary>
    public ErrorType ErrorDefaultType { get; init; } = ErrorType.PlainText;

    /// <summary>File with the text of errors in HTML; <c>%s</c> is the message, the second <c>%s</c> the request id, <c>%%</c> a percent sign. Unset: Kong's text.</summary>
    [ErrorTemplate]
    public string? ErrorTemplateHtml { get; init; }

    /// <summary>As <c>error_template_html</c>, for JSON.</summary>
    [ErrorTemplate]
    public string? ErrorTemplateJson { get; init; }

    /// <summary>As <c>error_template_html</c>, for XML.</summary>
    [ErrorTemplate]
    public string? ErrorTemplateXml { get; init; }

    /// <summary>As <c>error_template_html</c>, for plain text.</summary>
    [ErrorTemplate]
    public string? ErrorTemplatePlain { get; init; }

    /// <summary>Origins of web pages that may call the Admin API (CORS). Empty: all.</summary>
    [Urls]
    public IReadOnlyList<string> AdminGuiUrl { get; init; } = [];

    /// <summary>What was said beyond the fields of this record.</summary>
    [JsonIgnore]
    public SettingsExtras Extras { get; init; } = SettingsExtras.None;

    /// <summary>The working directory as an absolute path.</summary>
    [JsonIgnore]
    public string PrefixPath => Path.GetFullPath(Prefix);
}
