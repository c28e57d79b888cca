using System.Net;

namespace KongLite.Gateway.Naming;

/// <summary>What a name stands for.</summary>
/// <param name="RecordType">Type of the records: <c>A</c>, <c>AAAA</c> or <c>SRV</c>; <c>ERROR</c>: there are none.</param>
/// <param name="Addresses">The addresses; none when the name means nothing or could not be looked up.</param>
/// <param name="Expires">When it has to be looked up again.</param>
/// <param name="Error">Why there are no addresses; null: there are, or the name has none.</param>
internal sealed record ResolvedName(string RecordType, IReadOnlyList<ResolvedAddress> Addresses, DateTimeOffset Expires, string? Error = null)
{
    /// <summary><see cref="RecordType"/> of a name without addresses.</summary>
    public const string Nothing = "ERROR";
}

/// <summary>One address of a name.</summary>
/// <param name="Ip">The address.</param>
/// <param name="Port">Port of the SRV record. Null: the record has none.</param>
/// <param name="Weight">Weight of the SRV record. Null: the record has none.</param>
/// <param name="Name">The name that the SRV record points to. Null: the name that was asked for.</param>
internal readonly record struct ResolvedAddress(IPAddress Ip, int? Port = null, int? Weight = null, string? Name = null);
