using KongLite.Plugins.Prometheus;
using KongLite.Sdk.Admin;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using KongLite.Tests.Store;

namespace KongLite.Tests.Plugins.Prometheus;

public sealed class PrometheusAdminTests
{
    [Theory]
    [InlineData(false, "kong_datastore_reachable 1\n")]
    [InlineData(true, "kong_datastore_reachable 0\n")]
    public async Task Tells_whether_the_database_is_there(bool isLost, string expected)
    {
        var database = new FakeDatabase(new SchemaCatalog([], []), TimeProvider.System);
        if (isLost)
        {
            database.Lose();
        }

        var admin = new PrometheusAdmin(new RequestMetrics(), new ConnectionCounters(), new NodeInfo(), TimeProvider.System, database);
        AdminOperationAnswer answer = await admin.Operations[0].Handler([], default);

        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
    }
}
