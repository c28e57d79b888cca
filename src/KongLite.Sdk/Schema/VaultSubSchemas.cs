using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;

namespace KongLite.Sdk.Schema;

/// <summary>A vault's <c>name</c> is its type, which brings the <c>config</c>. There is one type: <c>env</c>.</summary>
internal sealed class VaultSubSchemas : ISubSchemas
{
    private static readonly RecordSchema Env = With(SchemaReader.Read(typeof(EnvVaultConfig)));

    public string Key => "name";

    /// <summary>The fields of a vault of this type; null: there is no such type.</summary>
    public static RecordSchema? Of(string name) => name == "env" ? Env : null;

    public RecordSchema? Find(JsonObject input, out string? error)
    {
        string? name = input[Key].AsText();
        error = name is "env" ? null : name is null ? "expected a string" : $"vault '{name}' is not installed";
        return error is null ? Env : null;
    }

    private static RecordSchema With(RecordSchema config)
    {
        RecordSchema vaults = EntitySchema.Of<Vault>().Record;
        Field own = vaults.Find("config")!;
        var field = new Field { Name = own.Name, Type = FieldType.Record, Required = true, Record = config, Description = own.Description };
        return new RecordSchema(vaults.Type, [.. vaults.Fields.Select(each => each.Name == own.Name ? field : each)], vaults.Shorthands, vaults.Checks);
    }
}
