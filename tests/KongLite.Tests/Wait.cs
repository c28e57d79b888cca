namespace KongLite.Tests;

/// <summary>Waiting for what happens in the background.</summary>
internal static class Wait
{
    /// <summary>Asks again and again, for twenty seconds at most.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="between">What to do between, such as moving a clock.</param>
    public static async Task UntilAsync(Func<bool> condition, Action? between = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            between?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }
}
