using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class ExpiryTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly MemoryStore _store;
    private readonly Consumer _consumer = new() { Id = Guid.NewGuid(), Username = "bob" };

    public ExpiryTests() => _store = new MemoryStore(Create(), _clock);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task A_row_whose_time_has_run_out_is_gone_everywhere_even_before_the_sweep()
    {
        TestCredential credential = await InsertCredential(seconds: 10);

        _clock.AdvanceSilently(TimeSpan.FromSeconds(10));

        Assert.Null(await _store.FindAsync(Credentials, credential.Id, default));
        Assert.Null(await _store.FindByAsync(Credentials, "key", "k", default));
        Assert.Empty(await Paging.AllAsync(_store, Credentials, 10));
        Assert.Empty(await Paging.AllAsync(_store, Credentials, 10, new ParentFilter("consumer", _consumer.Id)));
        Assert.DoesNotContain((await _store.NextAsync(-1, default)).Changes, change => change.Id == credential.Id);
        Assert.Equal(ErrorCode.NotFound, (await _store.UpdateAsync(Credentials, credential, default)).Error!.Code);
        Assert.False((await _store.DeleteAsync(Credentials, credential.Id, default)).Value);
    }

    [Fact]
    public async Task It_is_there_until_the_last_moment()
    {
        TestCredential credential = await InsertCredential(seconds: 10);

        _clock.Advance(TimeSpan.FromSeconds(9.999));

        Assert.NotNull(await _store.FindAsync(Credentials, credential.Id, default));
    }

    [Fact]
    public async Task It_occupies_its_key_until_the_clean_up_a_minute_later()
    {
        await InsertCredential(seconds: 10);

        _clock.AdvanceSilently(TimeSpan.FromSeconds(69));
        StoreError? before = (await _store.InsertAsync(Credentials, NewCredential(_consumer.Id, "k"), default)).Error;
        _clock.AdvanceSilently(TimeSpan.FromSeconds(1));
        StoreError? after = (await _store.InsertAsync(Credentials, NewCredential(_consumer.Id, "k"), default)).Error;

        Assert.Equal(ErrorCode.UniqueViolation, before?.Code);
        Assert.Null(after);
    }

    [Fact]
    public async Task The_clean_up_forgets_it_without_another_write()
    {
        TestCredential credential = await InsertCredential(seconds: 10);

        _clock.Advance(TimeSpan.FromSeconds(11));
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Null((await _store.InsertAsync(Credentials, credential with { ExpiresAt = null }, default)).Error);
    }

    [Fact]
    public async Task The_change_feed_tells_of_it()
    {
        TestCredential credential = await InsertCredential(seconds: 10);
        long version = (await _store.NextAsync(-1, default)).Version;
        Task<ChangeBatch> next = _store.NextAsync(version, default).AsTask();

        _clock.Advance(TimeSpan.FromSeconds(11));

        ChangeBatch batch = await next.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(batch.IsComplete);
        EntityChange change = Assert.Single(batch.Changes);
        Assert.Equal((Credentials, credential.Id, null), (change.Schema, change.Id, change.Entity));
    }

    [Fact]
    public async Task The_sweeper_reaches_lifetimes_longer_than_timers_do()
    {
        TestCredential credential = await InsertCredential(seconds: 100_000_000);
        long version = (await _store.NextAsync(-1, default)).Version;

        for (int day = 0; day < 1160; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(credential.Id, Assert.Single((await _store.NextAsync(version, default)).Changes).Id);
    }

    [Fact]
    public async Task A_new_lifetime_replaces_the_old_one()
    {
        TestCredential credential = await InsertCredential(seconds: 10);
        await _store.UpdateAsync(Credentials, credential.WithExpiry(null), default);

        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.NotNull(await _store.FindAsync(Credentials, credential.Id, default));
    }

    [Fact]
    public async Task Rows_go_one_by_one_as_their_times_run_out()
    {
        await _store.InsertAsync(Consumers, _consumer, default);
        for (int i = 1; i <= 5; i++)
        {
            await _store.InsertAsync(Credentials, NewCredential(_consumer.Id, $"k{i}") with { ExpiresAt = _clock.GetUtcNow().AddSeconds(i) }, default);
        }

        for (int left = 4; left >= 0; left--)
        {
            long version = (await _store.NextAsync(-1, default)).Version;
            _clock.Advance(TimeSpan.FromMilliseconds(1001));
            Assert.Equal(left, (await Paging.AllAsync(_store, Credentials, 10)).Count);
            Assert.Single((await _store.NextAsync(version, default)).Changes);
        }
    }

    private async Task<TestCredential> InsertCredential(int seconds)
    {
        await _store.InsertAsync(Consumers, _consumer, default);
        TestCredential credential = NewCredential(_consumer.Id, "k") with { ExpiresAt = _clock.GetUtcNow().AddSeconds(seconds) };
        await _store.InsertAsync(Credentials, credential, default);
        return credential;
    }
}
