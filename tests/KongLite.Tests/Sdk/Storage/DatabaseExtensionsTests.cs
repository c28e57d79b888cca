using KongLite.Sdk.Storage;
using KongLite.Tests.Store;

namespace KongLite.Tests.Sdk.Storage;

public sealed class DatabaseExtensionsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tells_what_the_database_says(bool isReachable)
    {
        var database = new Asked(_ => Task.FromResult(isReachable));

        Assert.Equal(isReachable, await database.AnswersAsync(TimeProvider.System, default));
    }

    [Fact]
    public async Task A_failure_is_no_answer()
    {
        var database = new Asked(_ => throw new StoreException("gone"));

        Assert.False(await database.AnswersAsync(TimeProvider.System, default));
    }

    [Fact]
    public async Task Does_not_wait_longer_than_two_seconds()
    {
        var clock = new ManualClock();
        bool isCancelled = false;
        var database = new Asked(token =>
        {
            token.Register(() => isCancelled = true);
            return new TaskCompletionSource<bool>().Task;
        });
        ValueTask<bool> asking = database.AnswersAsync(clock, default);
        bool waited = !asking.IsCompleted;

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((true, false, true), (waited, await asking, isCancelled));
    }

    [Fact]
    public async Task Ends_when_the_caller_has_gone()
    {
        using var gone = new CancellationTokenSource();
        ValueTask<bool> asking = new Asked(_ => new TaskCompletionSource<bool>().Task).AnswersAsync(new ManualClock(), gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.AsTask());
    }

    private sealed class Asked(Func<CancellationToken, Task<bool>> answer) : IDatabase
    {
        public ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken) => new(answer(cancellationToken));
    }
}
