using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class ChangeFeedTests : IDisposable
{
    private readonly MemoryStore _store = new(Create(), new ManualClock());

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Begins_with_everything()
    {
        Assert.Empty((await _store.NextAsync(-1, default)).Changes);
        Service service = NewService("one");
        StoreResult<IEntity> write = await _store.InsertAsync(Services, service, default);

        ChangeBatch batch = await _store.NextAsync(-1, default);

        Assert.True(batch.IsComplete);
        Assert.Equal(write.Version, batch.Version);
        Assert.Same(service, Assert.Single(batch.Changes).Entity);
    }

    [Fact]
    public async Task Gives_each_row_that_changed_once_and_as_it_is_now()
    {
        Service kept = NewService("kept");
        Service gone = NewService("gone");
        await _store.InsertAsync(Services, kept, default);
        await _store.InsertAsync(Services, gone, default);
        long version = (await _store.NextAsync(-1, default)).Version;

        await _store.UpdateAsync(Services, kept with { Port = 81 }, default);
        await _store.UpdateAsync(Services, kept with { Port = 82 }, default);
        StoreResult<bool> last = await _store.DeleteAsync(Services, gone.Id, default);
        ChangeBatch batch = await _store.NextAsync(version, default);

        Assert.False(batch.IsComplete);
        Assert.Equal(last.Version, batch.Version);
        Assert.Equal(2, batch.Changes.Count);
        Assert.Equal(82, ((Service)batch.Changes.Single(change => change.Id == kept.Id).Entity!).Port);
        Assert.Null(batch.Changes.Single(change => change.Id == gone.Id).Entity);
    }

    [Fact]
    public async Task Tells_of_cascades()
    {
        var consumer = new Consumer { Id = Guid.NewGuid(), Username = "bob" };
        await _store.InsertAsync(Consumers, consumer, default);
        TestCredential credential = NewCredential(consumer.Id, "k");
        long version = (await _store.InsertAsync(Credentials, credential, default)).Version;

        await _store.DeleteAsync(Consumers, consumer.Id, default);

        ChangeBatch batch = await _store.NextAsync(version, default);
        Assert.Equal(new[] { consumer.Id, credential.Id }.Order(), batch.Changes.Select(change => change.Id).Order());
        Assert.All(batch.Changes, change => Assert.Null(change.Entity));
    }

    [Fact]
    public async Task Wakes_whoever_waits()
    {
        long version = (await _store.NextAsync(-1, default)).Version;
        Task<ChangeBatch>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => _store.NextAsync(version, default).AsTask())];
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        await _store.InsertAsync(Services, NewService("one"), default);

        ChangeBatch[] batches = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.All(batches, batch => Assert.Single(batch.Changes));
    }

    [Fact]
    public async Task Stops_waiting_when_told()
    {
        using var stop = new CancellationTokenSource();
        Task<ChangeBatch> waiting = _store.NextAsync((await _store.NextAsync(-1, default)).Version, stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_refused_write_and_one_that_changes_nothing_are_not_announced()
    {
        Service service = NewService("one");
        long version = (await _store.InsertAsync(Services, service, default)).Version;

        await _store.InsertAsync(Services, service, default);
        StoreResult<bool> nothing = await _store.DeleteAsync(Services, Guid.NewGuid(), default);

        Assert.Equal(version, nothing.Version);
        Assert.False(_store.NextAsync(version, default).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Gives_everything_to_a_follower_that_is_too_far_behind()
    {
        Service service = NewService("one");
        long version = (await _store.InsertAsync(Services, service, default)).Version;
        for (int i = 0; i <= LiveState.MostKept; i++)
        {
            await _store.UpdateAsync(Services, service with { Port = i % 1000 }, default);
        }

        Assert.True((await _store.NextAsync(version, default)).IsComplete);
        Assert.False((await _store.NextAsync(version + 1, default)).IsComplete);
    }

    [Fact]
    public async Task Gives_everything_to_a_follower_from_another_life()
    {
        await _store.InsertAsync(Services, NewService("one"), default);

        Assert.True((await _store.NextAsync(12345, default)).IsComplete);
    }

    [Fact]
    public async Task A_follower_that_adds_up_batches_ends_with_the_rows_there_are()
    {
        using var stop = new CancellationTokenSource();
        var known = new Dictionary<Guid, IEntity>();
        long reached = -1;
        Service last = NewService("last");
        Task follower = Task.Run(async () =>
        {
            while (!known.ContainsKey(last.Id))
            {
                ChangeBatch batch = await _store.NextAsync(reached, stop.Token);
                if (batch.IsComplete)
                {
                    known.Clear();
                }

                foreach (EntityChange change in batch.Changes)
                {
                    known.Remove(change.Id);
                    if (change.Entity is { } entity)
                    {
                        known.Add(change.Id, entity);
                    }
                }

                reached = batch.Version;
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => WriteAsync(new Random(seed)))));
        await _store.InsertAsync(Services, last, default);
        await follower.WaitAsync(TimeSpan.FromSeconds(30));

        List<IEntity> rows = await Paging.AllAsync(_store, Services, 1000);
        Assert.Equal(rows, known.Values.OrderBy(row => row.Id));
    }

    private async Task WriteAsync(Random random)
    {
        var mine = new List<Service>();
        for (int i = 0; i < 500; i++)
        {
            if (mine.Count > 5 && random.Next(3) == 0)
            {
                await _store.DeleteAsync(Services, mine[0].Id, default);
                mine.RemoveAt(0);
            }
            else
            {
                mine.Add(NewService(null));
                await _store.InsertAsync(Services, mine[^1], default);
            }
        }
    }
}
