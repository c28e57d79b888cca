using KongLite.Admin.Routing;
using KongLite.Sdk.Admin;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Endpoints;

/// <summary>The paths that installed plugins bring.</summary>
internal sealed class PluginEndpoints(IEnumerable<IAdminExtension> extensions, SchemaCatalog catalog)
{
    /// <summary>Adds the paths of the Admin API.</summary>
    public void Map(EndpointTable endpoints) => Map(endpoints, Operations());

    /// <summary>Adds the paths that the Status API answers too.</summary>
    public void MapStatus(EndpointTable endpoints) => Map(endpoints, Operations().Where(operation => operation.IsOnStatus));

    /// <summary>What the installed plugins answer.</summary>
    public IEnumerable<AdminOperation> Operations() =>
        extensions.Where(extension => catalog.Plugins.ContainsKey(extension.Plugin)).SelectMany(extension => extension.Operations);

    private static void Map(EndpointTable endpoints, IEnumerable<AdminOperation> operations)
    {
        foreach (IGrouping<string, AdminOperation> path in operations.GroupBy(operation => operation.Pattern))
        {
            endpoints.Map(path.Key, path.Select(operation => (operation.Method, Handler(operation.Handler))));
        }
    }

    private static AdminHandler Handler(AdminOperationHandler handler) => async request =>
    {
        AdminOperationAnswer answer = await handler([.. request.Keys.Select(key => key.Text)], request.Aborted);
        return answer is { Status: 404, Body: null } ? Answer.NothingThere
            : answer.Text is { } text ? Answer.Plain(answer.Status, text)
            : new Answer(answer.Status, answer.Body);
    };
}
