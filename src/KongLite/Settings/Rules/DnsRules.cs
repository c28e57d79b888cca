using System.Net;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>A list of name servers.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NameServersAttribute : EntriesRule
{
    private const int DnsPort = 53;

    /// <summary>The server that an entry means; null: it means none.</summary>
    public static IPEndPoint? Parse(string entry) =>
        !IPEndPoint.TryParse(entry, out IPEndPoint? server) || (!entry.Contains(':') && entry.Count(each => each == '.') != 3) ? null
            : server.Port == 0 ? new IPEndPoint(server.Address, DnsPort) : server;

    /// <inheritdoc/>
    protected override string? CheckEntry(string entry) =>
        Parse(entry) is null ? $"{Name} must be a comma separated list in the form of IPv4/6 or IPv4/6:port, got '{entry}'" : null;
}

/// <summary>A file of names, which has to be there unless it is the usual one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostsFileAttribute : SettingRule
{
    /// <summary>The file that is read when none is named.</summary>
    public const string Usual = "/etc/hosts";

    /// <inheritdoc/>
    public override string? Check(JsonNode value) =>
        value.AsText() is Usual || File.Exists(value.AsText()) ? null : $"{Name}: file does not exist";
}

/// <summary>A list of DNS record types, in any case.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DnsStepsAttribute : EntriesRule
{
    /// <inheritdoc/>
    protected override string? CheckEntry(string entry) =>
        entry.ToUpperInvariant() is "LAST" or "SRV" or "A" or "AAAA" or "CNAME" ? null : $"{Name}: invalid entry '{entry}'";
}
