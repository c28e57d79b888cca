using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>
/// Kong's messages between nodes, in its table <c>cluster_events</c>. What Kong says there about rows that changed is not needed: the feed has seen
/// the rows themselves.
/// </summary>
internal sealed partial class ClusterEvents(KongDatabase database, NodeInfo node, TimeSpan frequency, TimeProvider clock, ILogger<ClusterEvents> logger)
    : BackgroundService, IClusterEvents
{
    // As long as Kong keeps them.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // A message carries the time at which its transaction began, and is seen when that has ended.
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Action<string>>> _handlers = new(StringComparer.Ordinal);
    private HashSet<Guid> _seen = [];
    private DateTime? _since;

    public async ValueTask PublishAsync(string channel, string data, CancellationToken cancellationToken)
    {
        const string Statement =
            """
            INSERT INTO cluster_events (id, node_id, at, expire_at, channel, data)
            VALUES (gen_random_uuid(), $1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP + $2, $3, $4)
            """;
        await database.ConnectAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(Statement, connection);
                command.Parameters.Add(new NpgsqlParameter { Value = node.Id });
                command.Parameters.Add(new NpgsqlParameter { Value = Lifetime });
                command.Parameters.Add(new NpgsqlParameter { Value = channel });
                command.Parameters.Add(new NpgsqlParameter { Value = data });
                return await command.ExecuteNonQueryAsync(cancellationToken);
            },
            cancellationToken);
    }

    public void Subscribe(string channel, Action<string> handler)
    {
        lock (_gate)
        {
            if (!_handlers.TryGetValue(channel, out List<Action<string>>? handlers))
            {
                _handlers[channel] = handlers = [];
            }

            handlers.Add(handler);
        }
    }

    /// <summary>Hands out what has come. The first call only finds out where to begin.</summary>
    /// <exception cref="NpgsqlException">The database cannot be asked.</exception>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        const string Statement =
            """
            SELECT mark.now, event.id, event.channel, event.data
            FROM (SELECT clock_timestamp() AS now) mark
            LEFT JOIN cluster_events event ON event.at > $1 AND event.node_id <> $2 AND event.channel = ANY ($3) AND coalesce(event.nbf, event.at) <= mark.now
            ORDER BY event.at
            """;
        DateTime? now = null;
        var seen = new HashSet<Guid>();
        var fresh = new List<(string Channel, string Data)>();
        await using NpgsqlCommand command = database.Source.CreateCommand(Statement);
        command.Parameters.Add(new NpgsqlParameter { Value = _since ?? DateTime.UnixEpoch });
        command.Parameters.Add(new NpgsqlParameter { Value = node.Id });
        command.Parameters.Add(new NpgsqlParameter { Value = Channels() });
        await using (NpgsqlDataReader row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                now ??= row.GetDateTime(0);
                if (!row.IsDBNull(1) && seen.Add(row.GetGuid(1)) && !_seen.Contains(row.GetGuid(1)) && !row.IsDBNull(3))
                {
                    fresh.Add((row.GetString(2), row.GetString(3)));
                }
            }
        }

        bool isFirst = _since is null;
        _since = now - LongestTransaction;
        _seen = seen;
        if (!isFirst)
        {
            fresh.ForEach(each => HandOut(each.Channel, each.Data));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(frequency, clock);
        try
        {
            do
            {
                try
                {
                    await PollAsync(stoppingToken);
                }
                catch (Exception error) when (PostgresErrors.Is(error))
                {
                    // The follower of the feed reports that the database is away.
                    NotPolled(PostgresErrors.ToStoreException(error).Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
        }
    }

    private string[] Channels()
    {
        lock (_gate)
        {
            return [.. _handlers.Keys];
        }
    }

    private void HandOut(string channel, string data)
    {
        Action<string>[] handlers;
        lock (_gate)
        {
            handlers = [.. _handlers[channel]];
        }

        foreach (Action<string> handler in handlers)
        {
            try
            {
                handler(data);
            }
            // One message, and what one part of the node makes of it, must not end the others.
            catch (Exception error)
            {
                NotHandled(error, channel);
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "does not hear of other nodes for a while: {Reason}")]
    private partial void NotPolled(string reason);

    [LoggerMessage(LogLevel.Error, "a message of another node on {Channel} could not be handled")]
    private partial void NotHandled(Exception error, string channel);
}
