using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Typedefs;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud.Rules;

/// <summary>A new target's address is looked at before anything else, and the message does not repeat it (Kong: <c>db/dao/targets.lua</c>).</summary>
internal sealed class TargetRules : IEntityRules
{
    public EntitySchema Schema { get; } = EntitySchema.Of<Target>();

    public ValueTask<StoreError?> CheckAsync(JsonObject body, CancellationToken cancellationToken) => ValueTask.FromResult(
        body["target"].AsText() is { } text && TargetAddress.Normalize(text) is null
            ? StoreError.Schema(SchemaErrors.At("target", "Invalid target; not a valid hostname or ip address"))
            : null);
}
