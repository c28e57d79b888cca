using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Storage;

namespace KongLite.Plugins.Acl;

/// <summary>Lets consumers pass, or not, by the groups they are in.</summary>
[Plugin<AclConfig>("acl", Priority = 950, NoConsumer = true, Checks = typeof(AclChecks), Entities = [typeof(AclGroup)])]
internal sealed class AclPlugin : IAccessPhase
{
    private readonly AclConfig _config;
    private readonly IEntityLookup _lookup;
    private readonly bool _denies;
    private readonly FrozenSet<string> _groups;

    // A consumer's groups are the same list until one of them changes, and what was judged goes with the list.
    private readonly ConditionalWeakTable<IReadOnlyList<AclGroup>, Verdict> _verdicts = [];

    public AclPlugin(AclConfig config, IEntityLookup lookup)
    {
        _config = config;
        _lookup = lookup;
        _denies = config.Deny is { Count: > 0 };
        _groups = ((_denies ? config.Deny : config.Allow) ?? []).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        Client client = exchange.Client;
        if (client.AuthenticatedGroups is { } found
            && (client.Consumer is null || client.Credential is null || _config.AlwaysUseAuthenticatedGroups))
        {
            return Settle(exchange, "X-Authenticated-Groups", Judge(found));
        }

        if (client.Consumer is not { } consumer)
        {
            return exchange.Error(401);
        }

        IReadOnlyList<AclGroup> groups = await _lookup.ListAsync<AclGroup>("consumer", consumer.Id, exchange.Aborted);
        if (groups.Count == 0 && !_denies && client.Credential is null)
        {
            return exchange.Error(401);
        }

        if (!_verdicts.TryGetValue(groups, out Verdict? verdict))
        {
            verdict = _verdicts.GetValue(groups, rows => Judge([.. rows.Select(row => row.Group)]));
        }

        return Settle(exchange, "X-Consumer-Groups", verdict);
    }

    private Verdict Judge(IReadOnlyList<string> groups)
    {
        bool isMember = false;
        foreach (string group in groups)
        {
            isMember |= _groups.Contains(group);
        }

        return new Verdict(Passes: isMember != _denies, HeaderText.Bytes(string.Join(", ", groups)));
    }

    private PhaseResult Settle(Exchange exchange, string header, Verdict verdict)
    {
        if (!verdict.Passes)
        {
            return exchange.Error(403, "You cannot consume this service");
        }

        if (!_config.HideGroupsHeader)
        {
            exchange.Request.Headers[header] = verdict.Header;
        }

        return PhaseResult.Continue;
    }

    /// <summary>What follows from a list of groups.</summary>
    /// <param name="Passes">Whether its members may pass.</param>
    /// <param name="Header">What the service is told of it.</param>
    private sealed record Verdict(bool Passes, string Header);
}
