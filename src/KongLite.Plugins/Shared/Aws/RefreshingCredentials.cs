using System.Globalization;
using KongLite.Plugins.Shared.Aws.Providers;
using Microsoft.Extensions.Logging;

namespace KongLite.Plugins.Shared.Aws;

/// <summary>
/// Credentials of one provider, kept until they run out. They are renewed while the old ones still serve, so that requests wait only for the first ones;
/// one fetch is under way at a time, and a failed one is remembered for a while.
/// </summary>
internal sealed partial class RefreshingCredentials(ICredentialProvider provider, TimeProvider clock, ILogger logger)
{
    /// <summary>How long before they expire credentials are used no more, as long as there is a choice. Kong's own number.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    /// <summary>How long before that they are renewed. Instance metadata has the next ones five minutes before the old ones expire.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>How long new credentials are not renewed whatever they say: services may keep giving the same ones until the end.</summary>
    private static readonly TimeSpan ShortestUse = TimeSpan.FromMinutes(1);

    /// <summary>How long after a failure renewal is tried again.</summary>
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(30);

    /// <summary>How long a failure stands, so that not every request asks a service that does not answer.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(3);

    /// <summary>How long a request waits for credentials, and how long fetching them may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private volatile Held? _held;
    private Task<AwsCredentialResult>? _flight;
    private string? _failure;
    private DateTimeOffset _failureEnd;

    /// <summary>The credentials, or why there are none. It completes at once while there are any that are valid.</summary>
    public ValueTask<AwsCredentialResult> GetAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (_held is { } held && now < held.UseUntil)
        {
            if (now >= held.RenewAt)
            {
                _ = Fetch(now);
            }

            return ValueTask.FromResult(held.Result);
        }

        return WaitAsync(Fetch(now), cancellationToken);
    }

    private async ValueTask<AwsCredentialResult> WaitAsync(Task<AwsCredentialResult> flight, CancellationToken cancellationToken)
    {
        AwsCredentialResult result;
        try
        {
            result = await flight.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            result = AwsCredentialResult.Failed("waiting for semaphore failed: timeout");
        }

        // Old ones are better than none.
        return result.Credentials is null && _held is { } held && clock.GetUtcNow() < held.Expiration ? held.Result : result;
    }

    /// <summary>The fetch under way, else a new one, else the failure that still stands. It never throws.</summary>
    private Task<AwsCredentialResult> Fetch(DateTimeOffset now)
    {
        TaskCompletionSource<AwsCredentialResult> flight;
        lock (_lock)
        {
            if (_flight is { } running)
            {
                return running;
            }

            // Somebody else's fetch may have ended since the caller looked.
            if (_held is { } held && now < held.RenewAt && now < held.UseUntil)
            {
                return Task.FromResult(held.Result);
            }

            if (_failure is not null && now < _failureEnd)
            {
                return Task.FromResult(AwsCredentialResult.Failed(_failure));
            }

            flight = new TaskCompletionSource<AwsCredentialResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            _flight = flight.Task;
        }

        _ = FlyAsync(flight);
        return flight.Task;
    }

    private async Task FlyAsync(TaskCompletionSource<AwsCredentialResult> flight)
    {
        AwsCredentialResult result;
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            result = Check(await provider.FetchAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            result = AwsCredentialResult.Failed($"{provider.Name}: timeout");
        }
        catch (Exception error)
        {
            result = AwsCredentialResult.Failed($"{provider.Name}: {error.GetType().Name}");
            LogError(logger, error, provider.Name);
        }

        DateTimeOffset now = clock.GetUtcNow();
        Held? old = _held;
        lock (_lock)
        {
            _flight = null;
            _failure = result.Failure;
            _failureEnd = now + FailurePause;
            _held = result.Credentials is { } credentials ? new Held(credentials, RenewalOf(credentials, now))
                : old is not null ? new Held(old.Result.Credentials!, now + RenewalPause)
                : null;
        }

        Log(old, result, now);
        flight.SetResult(result);
    }

    // Those that never expire come from where they can be changed, such as a file.
    private static DateTimeOffset RenewalOf(AwsCredentials credentials, DateTimeOffset now) =>
        credentials.Expiration is not { } expiration ? now + Window
        : expiration - Window > now + ShortestUse ? expiration - Window
        : now + ShortestUse;

    private AwsCredentialResult Check(AwsCredentialResult found) =>
        found.Credentials is not { } credentials
            ? found.Failure is null ? AwsCredentialResult.Failed("none of the providers succeeded, no credentials available") : found
            : !credentials.IsUsable ? AwsCredentialResult.Failed("the credentials are empty or not printable")
            : credentials.Expiration <= clock.GetUtcNow() ? AwsCredentialResult.Failed(Expired(credentials))
            : found;

    private string Expired(AwsCredentials credentials) =>
        string.Create(CultureInfo.InvariantCulture, $"{provider.Name}: the credentials expired at {credentials.Expiration:u}");

    private void Log(Held? old, AwsCredentialResult result, DateTimeOffset now)
    {
        if (result.Credentials is { } credentials)
        {
            if (credentials != old?.Result.Credentials && credentials.Expiration is { } expiration)
            {
                LogFetched(logger, credentials.AccessKeyId, provider.Name, expiration);
            }
        }
        else if (old is not null && now < old.Expiration)
        {
            LogOld(logger, old.Result.Credentials!.AccessKeyId, result.Failure!);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "AWS credentials {AccessKeyId} from {Provider}, valid until {Expiration:u}")]
    private static partial void LogFetched(ILogger logger, string accessKeyId, string provider, DateTimeOffset expiration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "AWS credentials {AccessKeyId} cannot be renewed and stay in use: {Reason}")]
    private static partial void LogOld(ILogger logger, string accessKeyId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "AWS credentials from {Provider} cannot be fetched")]
    private static partial void LogError(ILogger logger, Exception error, string provider);

    private sealed class Held(AwsCredentials credentials, DateTimeOffset renewAt)
    {
        public AwsCredentialResult Result { get; } = AwsCredentialResult.Of(credentials);

        public DateTimeOffset RenewAt => renewAt;

        public DateTimeOffset Expiration { get; } = credentials.Expiration ?? DateTimeOffset.MaxValue;

        public DateTimeOffset UseUntil { get; } = credentials.Expiration - Margin ?? DateTimeOffset.MaxValue;
    }
}
