using System.Text.Json.Nodes;
using KongLite.Admin.Crud.Rules;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Crud;

/// <summary>Rows as answers show them.</summary>
internal sealed class EntityViews(SchemaCatalog catalog, EntityRules rules, TimeProvider clock)
{
    /// <summary>One row.</summary>
    public async ValueTask<JsonObject> ShowAsync(EntitySchema schema, IEntity row, CancellationToken cancellationToken)
    {
        JsonObject answer = catalog.Show(schema, row, clock.GetUtcNow());
        await rules.Of(schema).ShowAsync(row, answer, cancellationToken);
        return answer;
    }

    /// <summary>Several rows of one entity.</summary>
    public async ValueTask<JsonArray> ShowAsync(EntitySchema schema, IReadOnlyList<IEntity> rows, CancellationToken cancellationToken)
    {
        var answers = new JsonArray();
        foreach (IEntity row in rows)
        {
            answers.Add(await ShowAsync(schema, row, cancellationToken));
        }

        return answers;
    }
}
