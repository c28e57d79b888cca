namespace KongLite.PostgresTests;

/// <summary>Waiting for what happens in the background.</summary>
internal static class Poll
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks again and again, for half a minute at most.</summary>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="condition">Whether it has come.</param>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(patience.IsCancellationRequested, $"it did not come: {what}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Asks again and again, for half a minute at most, until a value is the one expected.</summary>
    public static async Task UntilIsAsync<T>(T expected, Func<Task<T>> value)
    {
        T last = await value();
        using var patience = new CancellationTokenSource(Patience);
        while (!EqualityComparer<T>.Default.Equals(expected, last) && !patience.IsCancellationRequested)
        {
            await Task.Delay(Pause);
            last = await value();
        }

        Assert.Equal(expected, last);
    }
}
