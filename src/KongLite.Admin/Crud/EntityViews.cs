using System.Text.Json.Nodes;
using KongLite.Admin.Crud.Rules;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Crud;

/// <summary>Rows as answers show them.</summary>
internal sealed class EntityViews(SchemaCatalog catalog, EntityRules rules, TimeProvider clock)
{
    /// <summary>One row, as it is now.</summary>
    public async ValueTask<JsonObject> ShowAsync(EntitySchema schema, IEntity row, CancellationToken cancellationToken) =>
        (await ShowAsync(schema, [row], mayLag: false, cancellationToken))[0];

    /// <summary>A page of rows of one entity. What other rows tell of them may be a little behind, as the page.</summary>
    public async ValueTask<JsonArray> ShowAsync(EntitySchema schema, IReadOnlyList<IEntity> rows, CancellationToken cancellationToken) =>
        new([.. await ShowAsync(schema, rows, mayLag: true, cancellationToken)]);

    private async ValueTask<JsonObject[]> ShowAsync(EntitySchema schema, IReadOnlyList<IEntity> rows, bool mayLag, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        JsonObject[] answers = [.. rows.Select(row => catalog.Show(schema, row, now))];
        await rules.Of(schema).ShowAsync(rows, answers, mayLag, cancellationToken);
        return answers;
    }
}
