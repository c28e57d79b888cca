using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace KongLite.Plugins.Shared.Redis;

/// <summary>A connection to a Redis server, opened at first use, kept through failures and closed when nobody has used it for a while.</summary>
/// <param name="config">Where the server is.</param>
/// <param name="clock">Tells how long nobody has used it.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class RedisConnection(RedisConfig config, TimeProvider clock, ILogger<RedisConnection> logger)
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly TimeSpan _timeout = TimeSpan.FromMilliseconds(config.Timeout ?? 2000);
    private volatile Task<ConnectionMultiplexer>? _opening;
    private long _lastUse = clock.GetTimestamp();

    /// <summary>Does something with the server, in no more time than its settings allow, opening included.</summary>
    /// <exception cref="RedisFailure">The server cannot be reached, refuses, or does not answer in time.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> act)
    {
        Volatile.Write(ref _lastUse, clock.GetTimestamp());
        try
        {
            return await OpenAndRunAsync(act).WaitAsync(_timeout);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new RedisFailure($"{config}: {Reason(error)}", error);
        }
    }

    /// <summary>Closes the connection when nobody has used it for a while; the next use opens it again.</summary>
    public void CloseIfIdle()
    {
        if (clock.GetElapsedTime(Volatile.Read(ref _lastUse)) > IdleTime)
        {
            Close();
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Close()
    {
        Task<ConnectionMultiplexer>? opening;
        lock (_lock)
        {
            opening = _opening;
            _opening = null;
        }

        opening?.ContinueWith(
            static opened => opened.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    private static string Reason(Exception error) => error is TimeoutException and not RedisTimeoutException ? "timeout" : error.Message;

    private async Task<T> OpenAndRunAsync<T>(Func<IDatabase, Task<T>> act)
    {
        Task<ConnectionMultiplexer> opening = _opening ?? Open();
        ConnectionMultiplexer connection;
        try
        {
            connection = await opening;
        }
        catch
        {
            // The next use opens a new one.
            _ = Interlocked.CompareExchange(ref _opening, null, opening);
            throw;
        }

        return await act(connection.GetDatabase());
    }

    private Task<ConnectionMultiplexer> Open()
    {
        lock (_lock)
        {
            return _opening ??= ConnectAsync();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(Options());
        string name = config.ToString();
        connection.ConnectionFailed += (_, failure) => Lost(name, failure.FailureType, failure.Exception?.Message);
        connection.ConnectionRestored += (_, _) => Restored(name);
        return connection;
    }

    private ConfigurationOptions Options()
    {
        int timeout = (int)_timeout.TotalMilliseconds;
        var options = new ConfigurationOptions
        {
            // A server that is away is not given up: the library goes on trying, while requests fail at once.
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            ConnectRetry = 1,
            ReconnectRetryPolicy = new LinearRetry(1000),
            ConnectTimeout = timeout,
            AsyncTimeout = timeout,
            SyncTimeout = timeout,
            DefaultDatabase = config.Database ?? 0,
            ClientName = "konglite",
            IncludeDetailInExceptions = false,
            Ssl = config.Ssl == true,
            SslHost = config.ServerName,
            // Neither failover by a written key nor messages between clients are used.
            TieBreaker = string.Empty,
            ConfigurationChannel = string.Empty,
        };
        options.EndPoints.Add(EndPoint(config.Host!, config.Port ?? 6379));
        if (!string.IsNullOrEmpty(config.Password))
        {
            options.User = config.Username;
            options.Password = config.Password;
        }

        if (config.SslVerify != true)
        {
#pragma warning disable CA5359 // What redis.ssl_verify = false, Kong's default, asks for.
            options.CertificateValidation += static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }

    private static EndPoint EndPoint(string host, int port) =>
        IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Server} is lost ({Failure}): {Reason}")]
    private partial void Lost(string server, ConnectionFailureType failure, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Server} is back")]
    private partial void Restored(string server);
}

/// <summary>A Redis server cannot be reached, refuses, or does not answer in time.</summary>
/// <param name="message">Why, without secrets.</param>
/// <param name="inner">What happened.</param>
internal sealed class RedisFailure(string message, Exception inner) : Exception(message, inner);
