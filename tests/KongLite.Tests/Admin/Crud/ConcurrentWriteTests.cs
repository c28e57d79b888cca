using System.Globalization;
using KongLite.Store.Memory;

namespace KongLite.Tests.Admin.Crud;

/// <summary>Writes of one row at the same time end as if one came after the other.</summary>
public sealed class ConcurrentWriteTests
{
    private const int Writers = 40;

    [Fact]
    public async Task No_change_of_another_field_gets_lost()
    {
        await using AdminNode node = await Given.NodeAsync();

        for (int round = 1; round <= 20; round++)
        {
            string value = round.ToString(CultureInfo.InvariantCulture);
            Reply[] replies = await Task.WhenAll(
                node.PatchAsync("/services/s", $"retries={value}"),
                node.PatchAsync($"/services/{Given.ServiceId}", $"port={value}"),
                node.PatchAsync("/services/s", $"path=/{value}"));
            Reply service = await node.GetAsync("/services/s");

            Assert.All(replies, reply => Assert.Equal(200, reply.Status));
            Assert.Equal((round, round, $"/{value}"), ((int)service.Json["retries"]!, (int)service.Json["port"]!, (string?)service.Json["path"]));
        }
    }

    [Fact]
    public async Task A_new_name_that_several_put_is_made_once()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => node.PutAsync("/consumers/bob", "{}")));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Single(replies.Select(reply => (string?)reply.Json["id"]).Distinct());
    }

    [Fact]
    public async Task Two_nodes_that_share_a_store_lose_no_change()
    {
        using MemoryStore store = AdminNode.NewStore();
        await using AdminNode one = await Given.NodeAsync(store);
        await using AdminNode two = await AdminNode.StartAsync(store: store);

        for (int round = 1; round <= 20; round++)
        {
            string value = round.ToString(CultureInfo.InvariantCulture);
            Reply[] replies = await Task.WhenAll(
                one.PatchAsync("/services/s", $"retries={value}"),
                two.PatchAsync($"/services/{Given.ServiceId}", $"port={value}"),
                two.PatchAsync("/services/s", $"path=/{value}"),
                one.PutAsync($"/consumers/bob{value}", "{}"),
                two.PutAsync($"/consumers/bob{value}", "{}"));
            Reply service = await one.GetAsync("/services/s");

            Assert.All(replies, reply => Assert.Equal(200, reply.Status));
            Assert.Equal((round, round, $"/{value}"), ((int)service.Json["retries"]!, (int)service.Json["port"]!, (string?)service.Json["path"]));
            Assert.Equal((string?)replies[3].Json["id"], (string?)replies[4].Json["id"]);
        }
    }
}
