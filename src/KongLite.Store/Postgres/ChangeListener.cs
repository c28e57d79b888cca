using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>Hears from the database that there is something in the feed. When it cannot, the feed is looked at every so often all the same.</summary>
internal sealed partial class ChangeListener(KongDatabase database, PostgresChangeFeed feed, TimeProvider clock, ILogger<ChangeListener> logger)
    : BackgroundService
{
    // Connections may die without a word.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            // The top of a background loop. The follower of the feed reports that the database is away; here it is only worth a hint.
            catch (Exception error)
            {
                Lost(PostgresErrors.ToStoreException(error).Message);
            }

            // Its look tells whether the database is there at all.
            feed.Signal();
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync(stoppingToken);
        connection.Notification += (_, _) => feed.Signal();
        await ExecuteAsync(connection, "LISTEN konglite_changes", stoppingToken);

        // What happened before.
        feed.Signal();
        while (true)
        {
            if (!await connection.WaitAsync(Silence, stoppingToken))
            {
                await ExecuteAsync(connection, "SELECT 1", stoppingToken);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "does not hear of changes for a while: {Reason}")]
    private partial void Lost(string reason);
}
