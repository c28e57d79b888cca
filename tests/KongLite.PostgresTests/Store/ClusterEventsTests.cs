using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Store;

public sealed class ClusterEventsTests
{
    [PostgresFact]
    public async Task A_message_reaches_the_other_nodes_once_and_not_its_sender()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        using ClusterEvents sender = store.EventsOf(Guid.NewGuid());
        using ClusterEvents receiver = store.EventsOf(Guid.NewGuid());
        var heard = new List<string>();
        sender.Subscribe("balancer:post_health", data => heard.Add($"sender {data}"));
        receiver.Subscribe("balancer:post_health", data => heard.Add($"receiver {data}"));
        receiver.Subscribe("other", data => heard.Add($"other {data}"));
        await sender.PublishAsync("balancer:post_health", "before", CancellationToken.None);
        await sender.PollAsync(CancellationToken.None);
        await receiver.PollAsync(CancellationToken.None);

        await sender.PublishAsync("balancer:post_health", "a|b", CancellationToken.None);
        await sender.PollAsync(CancellationToken.None);
        await receiver.PollAsync(CancellationToken.None);
        await receiver.PollAsync(CancellationToken.None);

        Assert.Equal(["receiver a|b"], heard);
    }

    [PostgresFact]
    public async Task A_message_of_Kongs_is_understood_and_one_without_data_passed_over()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        using ClusterEvents receiver = store.EventsOf(Guid.NewGuid());
        var heard = new List<string>();
        receiver.Subscribe("log_level", data => throw new InvalidOperationException(data));
        receiver.Subscribe("log_level", heard.Add);
        await receiver.PollAsync(CancellationToken.None);

        await database.ScalarAsync(
            """
            INSERT INTO cluster_events (id, node_id, at, nbf, expire_at, channel, data) VALUES
                (gen_random_uuid(), gen_random_uuid(), now(), NULL, now() + interval '1 hour', 'log_level', NULL),
                (gen_random_uuid(), gen_random_uuid(), now(), now() + interval '1 hour', now() + interval '2 hours', 'log_level', 'later'),
                (gen_random_uuid(), gen_random_uuid(), now(), NULL, now() + interval '1 hour', 'log_level', 'now')
            """);
        await receiver.PollAsync(CancellationToken.None);

        Assert.Equal(["now"], heard);
    }

    [PostgresFact]
    public async Task A_message_is_kept_as_long_as_Kong_keeps_it()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        var node = Guid.NewGuid();
        using ClusterEvents sender = store.EventsOf(node);

        await sender.PublishAsync("channel", "data", CancellationToken.None);

        Assert.Equal(
            $"{node} 01:00:00 channel data",
            await database.ScalarAsync("SELECT node_id || ' ' || (expire_at - at) || ' ' || channel || ' ' || data FROM cluster_events WHERE nbf IS NULL"));
    }
}
