using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Plugins.Shared.Logging;

/// <summary>Entities as they stand in entries: without unset members. Each is written once, as rows change far less often than requests come.</summary>
internal static class LoggedEntities
{
    private static readonly ConditionalWeakTable<IEntity, byte[]> Known = [];

    /// <summary>An entity's JSON.</summary>
    public static byte[] Json<T>(T entity) where T : class, IEntity => Known.GetValue(entity, static each => Write(each, EntitySchema.Of<T>()));

    private static byte[] Write(IEntity entity, EntitySchema schema)
    {
        JsonObject json = schema.ToJson(entity, DateTimeOffset.UtcNow);
        foreach (string unset in json.Where(member => member.Value is null).Select(member => member.Key).ToArray())
        {
            json.Remove(unset);
        }

        if (entity is Route or Service)
        {
            json["ws_id"] = LogEntry.WorkspaceId;
        }

        return JsonSerializer.SerializeToUtf8Bytes(json, SchemaJson.Options);
    }
}
