using System.Collections.Frozen;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Crud.Rules;

/// <summary>The rules of every entity; most have none beyond their schema.</summary>
internal sealed class EntityRules(IEnumerable<IEntityRules> rules)
{
    private readonly FrozenDictionary<string, IEntityRules> _byName = rules.ToFrozenDictionary(each => each.Schema.Name, StringComparer.Ordinal);

    /// <summary>The rules of an entity.</summary>
    public IEntityRules Of(EntitySchema schema) => _byName.GetValueOrDefault(schema.Name) ?? None.Instance;

    private sealed class None : IEntityRules
    {
        public static readonly None Instance = new();

        public EntitySchema Schema => throw new InvalidOperationException("these are the rules of no entity");
    }
}
