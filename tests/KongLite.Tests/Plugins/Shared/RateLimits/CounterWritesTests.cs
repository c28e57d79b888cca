using KongLite.Plugins.Shared.RateLimits;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.Shared.RateLimits;

public sealed class CounterWritesTests
{
    [Fact]
    public async Task Goes_on_after_a_write_that_throws_what_nobody_expected()
    {
        using var writes = new CounterWrites(NullLogger<CounterWrites>.Instance);
        var written = new TaskCompletionSource();
        await writes.StartAsync(default);

        writes.Post(() => throw new InvalidCastException("odd"));
        writes.Post(() =>
        {
            written.SetResult();
            return Task.CompletedTask;
        });
        await written.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await writes.StopAsync(default);

        Assert.True(writes.ExecuteTask!.IsCompletedSuccessfully);
    }
}
