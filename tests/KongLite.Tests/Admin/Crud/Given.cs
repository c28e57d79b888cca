using KongLite.Sdk.Storage;

namespace KongLite.Tests.Admin.Crud;

/// <summary>Rows that tests start from.</summary>
internal static class Given
{
    public const string ServiceId = "a0000000-0000-5000-8000-000000000001";
    public const string OtherServiceId = "a0000000-0000-5000-8000-000000000002";
    public const string RouteId = "a0000000-0000-5000-8000-000000000003";
    public const string ConsumerId = "a0000000-0000-5000-8000-000000000004";
    public const string Nobody = "a0000000-0000-5000-8000-000000000404";

    /// <summary>Two services, <c>s</c> with a route <c>r</c>, and a consumer <c>c</c>.</summary>
    public static async Task<AdminNode> NodeAsync(IEntityStore? store = null)
    {
        AdminNode node = await AdminNode.StartAsync(store: store);
        await node.PutAsync($"/services/{ServiceId}", """{"name":"s","host":"s.test"}""");
        await node.PutAsync($"/services/{OtherServiceId}", """{"name":"other","host":"o.test"}""");
        await node.PutAsync($"/routes/{RouteId}", $"name=r&paths=/r&protocols=http&service.id={ServiceId}");
        await node.PutAsync($"/consumers/{ConsumerId}", """{"username":"c","custom_id":"cid"}""");
        return node;
    }
}
