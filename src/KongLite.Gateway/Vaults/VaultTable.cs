using System.Text.Json;
using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Vaults;

/// <summary>The vaults of a snapshot, by the names that references have for them. All are of type <c>env</c>.</summary>
internal sealed class VaultTable
{
    private const string Env = "env";
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal) { [Env] = string.Empty };
    private readonly HashSet<IEntity> _rows;

    private VaultTable(HashSet<IEntity> rows)
    {
        _rows = rows;
        foreach (IEntity row in rows)
        {
            if (row is Vault { Name: Env } vault)
            {
                _variables[vault.Prefix] = PrefixOf(vault.Config);
            }
        }
    }

    /// <summary>The vault of the type's own name, which needs no row.</summary>
    public static VaultTable Empty { get; } = new([]);

    /// <summary>The table of these rows; the same object as before when they are the same.</summary>
    public static VaultTable Build(IReadOnlyDictionary<Guid, IEntity> rows, VaultTable previous)
    {
        var set = new HashSet<IEntity>(rows.Values, ReferenceEqualityComparer.Instance);
        return set.SetEquals(previous._rows) ? previous : new VaultTable(set);
    }

    /// <summary>What stands in front of the names of a vault's variables; null: there is no such vault.</summary>
    /// <param name="name">Its name in references.</param>
    public string? PrefixOf(string name) => _variables.GetValueOrDefault(name);

    private static string PrefixOf(JsonElement config) =>
        config.ValueKind == JsonValueKind.Object && config.TryGetProperty("prefix", out JsonElement prefix) && prefix.ValueKind == JsonValueKind.String
            ? prefix.GetString()! : string.Empty;
}
