using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>
/// Kong's errors for what the database refuses, told by the names of its constraints: its own texts are for people, in any language, and hold values.
/// </summary>
internal sealed class ConstraintErrors
{
    private readonly Dictionary<string, Constraint> _constraints = new(StringComparer.Ordinal);

    public ConstraintErrors(IReadOnlyList<RowLayout> layouts)
    {
        foreach (RowLayout layout in layouts)
        {
            foreach ((string name, Constraint constraint) in ConstraintsOf(layout))
            {
                _constraints.TryAdd(name, constraint);
            }
        }
    }

    /// <summary>Whether a refusal by this constraint becomes an error of Kong's.</summary>
    public bool Knows(string constraint) => _constraints.ContainsKey(constraint);

    /// <summary>What a refused write answers.</summary>
    /// <param name="error">What the database said.</param>
    /// <param name="layout">Layout of the row.</param>
    /// <param name="entity">What was to be written; null: the row was to be deleted.</param>
    /// <returns>Codes 3, 4 and 5; null: the refusal is about something else.</returns>
    public StoreError? Of(PostgresException error, RowLayout layout, IEntity? entity)
    {
        if (error.ConstraintName is not { } name || !_constraints.TryGetValue(name, out Constraint? constraint))
        {
            return null;
        }

        EntitySchema schema = layout.Schema;
        return error.SqlState switch
        {
            PostgresErrorCodes.ForeignKeyViolation when constraint.Foreign is { } field && entity is not null && constraint.Layout == layout
                && schema.Read(entity, field.Name) is Guid parent => StoreError.ForeignKey(field.Name, parent, field.Reference!),
            PostgresErrorCodes.ForeignKeyViolation when constraint.Foreign is not null =>
                StoreError.Referenced(constraint.Layout.Schema.Name, schema.Name),
            PostgresErrorCodes.UniqueViolation when entity is not null && constraint.Unique is [RowLayout.Id] =>
                StoreError.PrimaryKey(new() { [RowLayout.Id] = entity.Id.ToString("D") }),
            PostgresErrorCodes.UniqueViolation when entity is not null && constraint.Unique is { } fields =>
                StoreError.Unique(new UniqueConstraint(schema, fields, nullIsValue: true).Describe(entity)),
            _ => null,
        };
    }

    private static IEnumerable<(string Name, Constraint Constraint)> ConstraintsOf(RowLayout layout)
    {
        EntitySchema schema = layout.Schema;
        yield return ($"{schema.Table}_pkey", new Constraint(layout, [RowLayout.Id]));
        foreach (Field field in schema.ForeignFields)
        {
            yield return ($"{schema.Table}_{RowColumn.NameOfReference(field.Name)}_fkey", new Constraint(layout, null, field));
        }

        IEnumerable<IReadOnlyList<string>> keys = schema.UniqueFields.Select(IReadOnlyList<string> (field) => [field.Name]);
        foreach (IReadOnlyList<string> fields in keys.Append([RowLayout.Id]).Append(schema.CacheKey).Where(fields => fields.Count > 0))
        {
            // The names that Kong's migrations have given over the years.
            string columns = string.Join('_', fields.Select(field => schema.Record.Find(field) is { Type: FieldType.Foreign } ? RowColumn.NameOfReference(field) : field));
            var constraint = new Constraint(layout, fields);
            yield return ($"{schema.Table}_{columns}_key", constraint);
            yield return ($"{schema.Table}_{columns}_ws_id_key", constraint);
            yield return ($"{schema.Table}_{columns}_ws_id_unique", constraint);
            yield return ($"{schema.Table}_ws_id_{columns}_unique", constraint);
        }

        if (schema.CacheKey.Count > 1)
        {
            yield return ($"{schema.Table}_{RowLayout.CacheKey}_key", new Constraint(layout, schema.CacheKey));
        }
    }

    private sealed record Constraint(RowLayout Layout, IReadOnlyList<string>? Unique, Field? Foreign = null);
}
