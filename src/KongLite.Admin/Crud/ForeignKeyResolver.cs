using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>
/// Replaces references by a unique field, <c>{"name": "…"}</c>, by references by id (Kong: <c>db/dao/init.lua</c>, <c>resolve_foreign</c>). What it
/// cannot read it leaves to the schema to complain about.
/// </summary>
internal sealed class ForeignKeyResolver(IEntityStore store, SchemaCatalog catalog)
{
    /// <summary>Resolves every reference of an input in place.</summary>
    /// <returns>The references that lead nowhere, code 13; null: all do.</returns>
    public async ValueTask<StoreError?> ResolveAsync(EntitySchema schema, JsonObject input, CancellationToken cancellationToken)
    {
        var unresolved = new JsonObject();
        foreach (Field field in schema.ForeignFields)
        {
            if (input[field.Name] is not JsonObject reference
                || catalog.Find(field.Reference!) is not { } parent
                || Uuids.TryParse(reference["id"].AsText(), out _))
            {
                continue;
            }

            (Guid? id, JsonObject errors) = await FindAsync(parent, reference, cancellationToken);
            if (errors.Count > 0)
            {
                unresolved[field.Name] = errors;
            }
            else if (id is { } found)
            {
                input[field.Name] = new JsonObject { ["id"] = found.ToString("D") };
            }
        }

        return unresolved.Count == 0 ? null : Error(unresolved);
    }

    // The fields are tried in turn; one that finds nothing is an error even when a later one does.
    private async ValueTask<(Guid? Id, JsonObject Errors)> FindAsync(EntitySchema parent, JsonObject reference, CancellationToken cancellationToken)
    {
        var errors = new JsonObject();
        foreach (Field unique in parent.UniqueFields)
        {
            if (reference[unique.Name] is not JsonValue value
                || value.AsText() is not { } text
                || Utf8Text.Check(text) is not null
                || unique.Constraints.Any(rule => rule.Check(value) is not null))
            {
                continue;
            }

            if (await store.FindByAsync(parent, unique.Name, text, cancellationToken) is { } row)
            {
                return (row.Id, errors);
            }

            errors[unique.Name] = Unresolved(unique.Name, text, parent.Name);
        }

        return (null, errors);
    }

    /// <summary>The message about one reference that leads nowhere.</summary>
    /// <param name="field">The unique field.</param>
    /// <param name="value">The value that no row has.</param>
    /// <param name="parent">Internal name of the entity that was looked for.</param>
    internal static string Unresolved(string field, string value, string parent) =>
        $"the foreign key cannot be resolved with '{KeyTable.Line(new JsonObject { [field] = value })}' for an existing '{parent}' entity";

    /// <summary>The error about the references of an input that lead nowhere.</summary>
    /// <param name="unresolved">Field to unique field to message.</param>
    internal static StoreError Error(JsonObject unresolved)
    {
        List<string> entries =
        [
            .. unresolved.OrderBy(field => field.Key, StringComparer.Ordinal)
                .SelectMany(field => ((JsonObject)field.Value!).OrderBy(each => each.Key, StringComparer.Ordinal)
                    .Select(each => $"{field.Key}.{each.Key}: {each.Value.AsText()}")),
        ];
        string joined = string.Join("; ", entries);
        string message = entries.Count == 1
            ? $"foreign key unresolved ({joined})"
            : string.Create(CultureInfo.InvariantCulture, $"{entries.Count} foreign keys unresolved ({joined})");
        return new StoreError(ErrorCode.ForeignKeysUnresolved, "foreign keys unresolved", message, unresolved);
    }
}
