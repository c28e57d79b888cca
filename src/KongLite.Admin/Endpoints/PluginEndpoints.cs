using KongLite.Admin.Routing;
using KongLite.Sdk.Admin;
using KongLite.Sdk.Schema;

namespace KongLite.Admin.Endpoints;

/// <summary>The paths that installed plugins bring.</summary>
internal sealed class PluginEndpoints(IEnumerable<IAdminExtension> extensions, SchemaCatalog catalog)
{
    /// <summary>Adds the paths.</summary>
    public void Map(EndpointTable endpoints)
    {
        foreach (IAdminExtension extension in extensions)
        {
            if (!catalog.Plugins.ContainsKey(extension.Plugin))
            {
                continue;
            }

            foreach (AdminPath path in extension.Paths)
            {
                endpoints.Map(path.Pattern, path.Methods.Select(method => (method.Key, Handler(method.Value))));
            }
        }
    }

    private static AdminHandler Handler(AdminPathHandler handler) => async request =>
    {
        AdminPathAnswer answer = await handler([.. request.Keys.Select(key => key.Text)], request.Aborted);
        return answer is { Status: 404, Body: null } ? Answer.NothingThere : new Answer(answer.Status, answer.Body);
    };
}
