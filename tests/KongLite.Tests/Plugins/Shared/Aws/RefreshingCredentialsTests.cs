using KongLite.Plugins.Shared.Aws;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Plugins.Shared.Aws;

public sealed class RefreshingCredentialsTests : IAsyncLifetime
{
    private readonly CredentialBench _bench = new();
    private FakePlatform _platform = null!;
    private RefreshingCredentials _credentials = null!;

    public async Task InitializeAsync()
    {
        _platform = await FakePlatform.StartAsync(_bench.Clock);
        _credentials = _bench.Credentials(new AwsEnvironment { MetadataEndpoint = _platform.Address });
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Fetches_once_for_all_that_wait()
    {
        var release = new TaskCompletionSource();
        _platform.Gate = _ => release.Task;
        Task<AwsCredentialResult>[] waiting = [.. Enumerable.Range(0, 50).Select(_ => GetAsync())];
        release.SetResult();

        AwsCredentialResult[] found = await Task.WhenAll(waiting);

        Assert.All(found, each => Assert.Equal(_platform.Issued[0], each.Credentials));
        Assert.Single(_platform.Issued);
        Assert.Equal("AWS credentials ASIA1 from EC2 metadata, valid until 2026-01-02 04:04:05Z", Assert.Single(_bench.Log.Of()));
    }

    [Fact]
    public async Task Keeps_the_old_ones_in_use_while_new_ones_are_fetched()
    {
        await GetAsync();
        var release = new TaskCompletionSource();
        _platform.Gate = _ => release.Task;
        _bench.Clock.Advance(TimeSpan.FromMinutes(56));

        Task<AwsCredentialResult>[] meanwhile = [.. Enumerable.Range(0, 50).Select(_ => GetAsync())];

        Assert.All(meanwhile, each => Assert.True(each.IsCompleted));
        Assert.All(meanwhile, each => Assert.Equal("ASIA1", each.Result.Credentials!.AccessKeyId));
        release.SetResult();
        await Wait.UntilAsync(() => KeyOf(_credentials) == "ASIA2");
        Assert.Equal(2, _platform.Issued.Count);
    }

    [Theory]
    [InlineData(54, 1)]
    [InlineData(56, 2)]
    public async Task Renews_in_the_last_five_minutes(int minutes, int issued)
    {
        await GetAsync();
        _bench.Clock.Advance(TimeSpan.FromMinutes(minutes));

        await GetAsync();

        await Wait.UntilAsync(() => _platform.Issued.Count == issued);
    }

    [Fact]
    public async Task Waits_for_new_ones_from_fifteen_seconds_before_the_end()
    {
        await GetAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(15));

        Assert.Equal("ASIA2", (await GetAsync()).Credentials!.AccessKeyId);
    }

    [Fact]
    public async Task Uses_the_old_ones_to_the_end_when_there_are_no_new_ones()
    {
        await GetAsync();
        _platform.Refusal = (500, "out of order");
        _bench.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(10));

        Assert.Equal("ASIA1", (await GetAsync()).Credentials!.AccessKeyId);
        Assert.Equal(
            "AWS credentials ASIA1 cannot be renewed and stay in use: EC2 metadata: request for token returned '500': out of order",
            Assert.Single(_bench.Log.Of(LogLevel.Warning)));
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("EC2 metadata: request for token returned '500': out of order", (await GetAsync()).Failure);
    }

    [Fact]
    public async Task Tries_renewal_again_after_half_a_minute()
    {
        await GetAsync();
        _platform.Refusal = (500, "out of order");
        _bench.Clock.Advance(TimeSpan.FromMinutes(56));
        await GetAsync();
        await Wait.UntilAsync(() => _bench.Log.Of(LogLevel.Warning).Count == 1);
        int asked = _platform.Requests.Count;
        await GetAsync();
        Assert.Equal(asked, _platform.Requests.Count);
        _platform.Refusal = null;

        _bench.Clock.Advance(TimeSpan.FromSeconds(30));
        await GetAsync();

        await Wait.UntilAsync(() => _platform.Issued.Count == 2);
    }

    [Fact]
    public async Task Remembers_a_failure_for_three_seconds()
    {
        _platform.Refusal = (500, "out of order");
        AwsCredentialResult first = await GetAsync();
        int asked = _platform.Requests.Count;

        Assert.Equal(first, await GetAsync());
        Assert.Equal(asked, _platform.Requests.Count);
        _platform.Refusal = null;
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull((await GetAsync()).Credentials);
    }

    [Fact]
    public async Task Does_not_wait_for_a_silent_service_longer_than_five_seconds()
    {
        _platform.Gate = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        Task<AwsCredentialResult> found = GetAsync();
        await Wait.UntilAsync(() => _platform.Requests.Count == 1);
        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await Wait.UntilAsync(() => _platform.Requests.Count == 2);
        Assert.False(found.IsCompleted);

        _bench.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("none of the providers succeeded, no credentials available (EC2 metadata: timeout)", (await found).Failure);
        Assert.True((await GetAsync()).Failure is not null);
        Assert.Equal(2, _platform.Requests.Count);
    }

    [Fact]
    public async Task Gives_up_waiting_after_half_a_minute_and_with_the_client()
    {
        var slow = new RefreshingCredentials(new SilentProvider(), _bench.Clock, _bench.Log.Logger<AwsCredentialPool>());
        using var gone = new CancellationTokenSource();
        Task<AwsCredentialResult> patient = slow.GetAsync(CancellationToken.None).AsTask();
        Task<AwsCredentialResult> leaving = slow.GetAsync(gone.Token).AsTask();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(patient.IsCompleted);
        _bench.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("waiting for semaphore failed: timeout", (await patient).Failure);
    }

    [Fact]
    public async Task Refuses_credentials_that_have_expired_already()
    {
        _platform.Lifetime = TimeSpan.FromSeconds(-1);

        Assert.Equal("EC2 metadata: the credentials expired at 2026-01-02 03:04:04Z", (await GetAsync()).Failure);
    }

    [Fact]
    public async Task Notices_new_keys_in_a_file()
    {
        string file = _bench.File("[default]\naws_access_key_id = old\naws_secret_access_key = s\n");
        RefreshingCredentials credentials = _bench.Credentials(CredentialBench.Nowhere with { CredentialsFile = file });
        Assert.Equal("old", (await credentials.GetAsync(CancellationToken.None)).Credentials!.AccessKeyId);
        File.Delete(file);
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("old", (await credentials.GetAsync(CancellationToken.None)).Credentials!.AccessKeyId);
        await Wait.UntilAsync(() => _bench.Log.Of(LogLevel.Warning).Count == 1);

        _bench.File("[default]\naws_access_key_id = new\naws_secret_access_key = s\n");

        await Wait.UntilAsync(
            () => KeyOf(credentials) == "new", () => _bench.Clock.AdvanceSilently(TimeSpan.FromSeconds(30)));
    }

    private static string? KeyOf(RefreshingCredentials credentials) => credentials.GetAsync(CancellationToken.None).AsTask().Result.Credentials?.AccessKeyId;

    private Task<AwsCredentialResult> GetAsync() => _credentials.GetAsync(CancellationToken.None).AsTask();

    private sealed class SilentProvider : KongLite.Plugins.Shared.Aws.Providers.ICredentialProvider
    {
        public string Name => "silent";

        public async ValueTask<AwsCredentialResult> FetchAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return AwsCredentialResult.Absent;
        }
    }
}
