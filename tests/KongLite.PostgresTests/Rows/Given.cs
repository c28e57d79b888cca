using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Settings;
using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace KongLite.PostgresTests.Rows;

/// <summary>Entities to put into tables.</summary>
internal static class Given
{
    private static readonly SchemaCatalog Catalog = NodeSchemas.Create([], new NodeSettings()).Known;
    private static readonly SchemaProcessor Processor = new(Catalog, TimeProvider.System);

    /// <summary>The layouts of all entities that the node knows.</summary>
    public static IReadOnlyList<RowLayout> Layouts { get; } = RowLayout.Of(Catalog);

    /// <summary>Their tables.</summary>
    public static IModel Model { get; } = EntityModel.Build(Layouts);

    /// <summary>The layout of an entity.</summary>
    public static RowLayout Layout(string name) => Layouts.Single(layout => layout.Schema.Name == name);

    /// <summary>The entity that an input describes.</summary>
    public static IEntity Entity(RowLayout layout, string input)
    {
        SchemaResult result = Processor.Insert(layout.Schema, JsonNode.Parse(input)!.AsObject());
        return result.Entity ?? throw new ArgumentException(result.Errors!.Message, nameof(input));
    }

    /// <summary>Id of the workspace.</summary>
    public static async Task<Guid> WorkspaceAsync(TestDatabase database) => (Guid)(await database.ScalarAsync("SELECT id FROM workspaces"))!;

    /// <summary>Adds a row.</summary>
    public static async Task RowAsync(TestDatabase database, RowLayout layout, IEntity entity)
    {
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync();
        await using var context = KongDbContext.ForRows(connection, Model);
        context.Rows(layout).Add(RowBinder.ToRow(layout, entity, await WorkspaceAsync(database)));
        await context.SaveChangesAsync();
    }
}
