using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Tests.Store;

namespace KongLite.Tests.Gateway.Snapshot;

public sealed class FeedReaderTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly GatewayState _state = new();
    private readonly FakeDatabase _database;
    private readonly FeedReader _reader;

    public FeedReaderTests()
    {
        _database = new FakeDatabase(new SchemaCatalog([EntitySchema.Of<Service>()], []), _clock);
        _reader = new FeedReader(_database, _state, _clock, _log.Logger<FeedReader>(), _database);
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_first_rows_need_not_be_there_with_a_database()
    {
        _database.Lose();

        Assert.Null(await _reader.FirstAsync(default));
    }

    [Fact]
    public async Task The_first_rows_have_to_be_there_without_a_database()
    {
        _database.Lose();
        var reader = new FeedReader(_database, _state, _clock, _log.Logger<FeedReader>());

        await Assert.ThrowsAsync<StoreException>(() => reader.FirstAsync(default).AsTask());
    }

    [Fact]
    public async Task Tries_until_the_database_answers()
    {
        _database.Lose();
        Task<ChangeBatch> reading = _reader.NextAsync(-1, default).AsTask();
        await Wait.UntilAsync(() => _database.Reads >= 5, Tick);
        _database.Find();

        await Wait.UntilAsync(() => reading.IsCompleted, Tick);

        Assert.True((await reading).IsComplete);
        Assert.Equal(2, _log.All.Count);
    }

    [Fact]
    public async Task Knows_that_the_database_is_back_though_nothing_has_changed()
    {
        long version = (await _reader.FirstAsync(default))!.Version;
        using var stop = new CancellationTokenSource();
        Task<ChangeBatch> reading = _reader.NextAsync(version, stop.Token).AsTask();
        _database.Lose();
        await Wait.UntilAsync(() => !IsFollowing());
        _database.Find();

        await Wait.UntilAsync(IsFollowing, Tick);

        Assert.False(reading.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Ends_when_the_node_stops_while_the_database_is_out_of_reach()
    {
        _database.Lose();
        using var stop = new CancellationTokenSource();
        Task<ChangeBatch> reading = _reader.NextAsync(-1, stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private bool IsFollowing() => !_state.WaitForAsync(long.MaxValue, default).IsCompleted;

    private void Tick() => _clock.Advance(TimeSpan.FromSeconds(1));
}
