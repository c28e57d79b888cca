using System.Text.Json;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud.Rules;

/// <summary>An authority stays while a service or a plugin lists it (Kong: <c>db/dao/ca_certificates.lua</c>).</summary>
internal sealed class CaCertificateRules(IEntityStore store, SchemaCatalog catalog) : IEntityRules
{
    private const string List = "ca_certificates";

    public EntitySchema Schema { get; } = EntitySchema.Of<CaCertificate>();

    public async ValueTask<StoreError?> CheckDeleteAsync(IEntity row, CancellationToken cancellationToken) =>
        await CheckAsync(EntitySchema.Of<Service>(), row, each => ((Service)each).CaCertificates?.Contains(row.Id) == true, cancellationToken)
        ?? (catalog.Plugins.Values.Any(HasList)
            ? await CheckAsync(EntitySchema.Of<Plugin>(), row, each => Lists((Plugin)each, row.Id), cancellationToken) : null);

    private async ValueTask<StoreError?> CheckAsync(
        EntitySchema others, IEntity row, Func<IEntity, bool> lists, CancellationToken cancellationToken)
    {
        StoreResult<IReadOnlyList<IEntity>> rows = await store.ListAllAsync(others, cancellationToken);
        return rows.Error ?? (rows.Value.FirstOrDefault(lists) is { } holder ? StoreError.ReferencedByOthers(row.Id, others.Name, holder.Id) : null);
    }

    private bool Lists(Plugin plugin, Guid id) =>
        catalog.Plugins.GetValueOrDefault(plugin.Name) is { } definition
        && HasList(definition)
        && plugin.Config.TryGetProperty(List, out JsonElement list)
        && list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray().Any(each => each.ValueKind == JsonValueKind.String && Uuids.TryParse(each.GetString(), out Guid other) && other == id);

    private static bool HasList(PluginDefinition plugin) => plugin.Config.Find(List) is { Elements.Uuid: true };
}
