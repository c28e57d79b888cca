using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class ChildrenTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly MemoryStore _store;
    private readonly Consumer _bob = NewConsumer("bob");
    private readonly Consumer _eve = NewConsumer("eve");
    private readonly TestCredential _first;

    public ChildrenTests()
    {
        _store = new MemoryStore(Create(), _clock);
        _first = NewCredential(_bob.Id, "first");
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Of_several_parents_are_listed_at_once_ascending_by_id()
    {
        await InsertAllAsync();
        TestCredential[] more = [NewCredential(_bob.Id, "a"), NewCredential(_eve.Id, "b"), NewCredential(_eve.Id, "c")];
        foreach (TestCredential each in more)
        {
            await _store.InsertAsync(Credentials, each, default);
        }

        Guid[] both = await IdsAsync(_bob.Id, _eve.Id, _bob.Id, Guid.NewGuid());

        Assert.Equal(more.Append(_first).Select(each => each.Id).Order(), both);
        Assert.Equal(new[] { more[0].Id, _first.Id }.Order(), await IdsAsync(_bob.Id));
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task Whose_time_is_over_are_not_listed()
    {
        await InsertAllAsync();
        await _store.UpdateAsync(Credentials, _first with { ExpiresAt = _clock.GetUtcNow().AddSeconds(10) }, default);

        _clock.AdvanceSilently(TimeSpan.FromSeconds(10));

        Assert.Empty(await IdsAsync(_bob.Id));
    }

    [Theory]
    [InlineData(WriteKind.Insert)]
    [InlineData(WriteKind.Update)]
    [InlineData(WriteKind.Delete)]
    public async Task That_are_others_than_a_writer_has_read_keep_it_from_writing(WriteKind kind)
    {
        await InsertAllAsync();
        var known = new KnownChildren(Credentials, "consumer", await ChildrenAsync(_bob.Id));
        EntityWrite write = EntityWrite.Put(WriteKind.Update, Consumers, _bob with { CustomId = "new" }) with { Children = known };
        EntityWrite other = EntityWrite.Put(WriteKind.Insert, Consumers, NewConsumer("other"));

        StoreResult<bool> current = await _store.WriteAsync([write], default);
        TestCredential child = kind == WriteKind.Insert ? NewCredential(_bob.Id, "second") : _first with { Key = "changed" };
        await _store.WriteAsync([new EntityWrite(kind, Credentials, child.Id, kind == WriteKind.Delete ? null : child)], default);
        StoreResult<bool> outdated = await _store.WriteAsync([other, write], default);

        Assert.Null(current.Error);
        Assert.Equal(ErrorCode.Outdated, outdated.Error?.Code);
        Assert.Null(await _store.FindByAsync(Consumers, "username", "other", default));
    }

    [Fact]
    public async Task That_a_new_row_can_have_none_of_are_no_obstacle()
    {
        EntityWrite write = EntityWrite.Put(WriteKind.Insert, Consumers, _bob) with { Children = new KnownChildren(Credentials, "consumer", []) };

        Assert.Null((await _store.WriteAsync([write], default)).Error);
    }

    private async Task InsertAllAsync()
    {
        await _store.InsertAsync(Consumers, _bob, default);
        await _store.InsertAsync(Consumers, _eve, default);
        await _store.InsertAsync(Credentials, _first, default);
    }

    private async Task<IReadOnlyList<IEntity>> ChildrenAsync(params Guid[] parents) =>
        await _store.ListChildrenAsync(Credentials, "consumer", parents, default);

    private async Task<Guid[]> IdsAsync(params Guid[] parents) => [.. (await ChildrenAsync(parents)).Select(child => child.Id)];
}
