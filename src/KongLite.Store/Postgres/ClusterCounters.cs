using KongLite.Sdk.Storage;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>Counters in Kong's tables. Rows of one identity are always locked in the same order, so that no two requests wait for each other.</summary>
internal sealed class ClusterCounters(KongDatabase database) : IClusterCounters
{
    // Without the promise to outlive a crash of the server: nobody waits for a disk to count a request.
    private const string NoWait = "SET LOCAL synchronous_commit = off";

    private const string AddRequests =
        """
        INSERT INTO ratelimiting_metrics AS metric (identifier, period, period_date, service_id, route_id, value, ttl)
        SELECT $1, period, start, $4, $5, $6, CURRENT_TIMESTAMP + length FROM unnest($2, $3, $7) AS given (period, start, length)
        ON CONFLICT (identifier, period, period_date, service_id, route_id) DO UPDATE SET value = metric.value + excluded.value
        RETURNING value
        """;

    private const string AddUsage =
        """
        INSERT INTO response_ratelimiting_metrics AS metric (identifier, period, period_date, service_id, route_id, value)
        SELECT $1, period, start, $4, $5, $6 FROM unnest($2, $3) AS given (period, start)
        ON CONFLICT (identifier, period, period_date, service_id, route_id) DO UPDATE SET value = metric.value + excluded.value
        RETURNING value
        """;

    public ValueTask<long[]> TakeAsync(IReadOnlyList<CounterWindow> windows, CancellationToken cancellationToken) => database.ConnectAsync(
        async connection =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            long[] counts = await AddAsync(connection, windows, 1, cancellationToken);
            bool fits = true;
            for (int i = 0; i < counts.Length; i++)
            {
                counts[i]--;
                fits &= counts[i] < windows[i].Limit;
            }

            await (fits ? transaction.CommitAsync(cancellationToken) : transaction.RollbackAsync(cancellationToken));
            return counts;
        },
        cancellationToken);

    public ValueTask<long[]> ReadAsync(IReadOnlyList<CounterWindow> windows, CancellationToken cancellationToken) => database.ConnectAsync(
        async connection =>
        {
            string table = windows[0].LimitName is null ? "ratelimiting_metrics" : "response_ratelimiting_metrics";
            await using var command = new NpgsqlCommand(
                $"""
                SELECT coalesce(metric.value, 0) FROM unnest($2, $3) WITH ORDINALITY AS given (period, start, place)
                LEFT JOIN {table} metric ON (metric.identifier, metric.period, metric.period_date, metric.service_id, metric.route_id) = ($1, given.period, given.start, $4, $5)
                ORDER BY place
                """,
                connection);
            AddKey(command.Parameters, windows);
            await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancellationToken);
            return await CountsAsync(row, windows.Count, cancellationToken);
        },
        cancellationToken);

    public async ValueTask AddAsync(IReadOnlyList<CounterWindow> windows, long amount, CancellationToken cancellationToken) => await database.ConnectAsync(
        async connection =>
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
            long[] counts = await AddAsync(connection, windows, amount, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return counts;
        },
        cancellationToken);

    private static async Task<long[]> AddAsync(
        NpgsqlConnection connection, IReadOnlyList<CounterWindow> windows, long amount, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NoWait));
        bool ofRequests = windows[0].LimitName is null;
        var add = new NpgsqlBatchCommand(ofRequests ? AddRequests : AddUsage);
        AddKey(add.Parameters, windows);
        add.Parameters.Add(new NpgsqlParameter { Value = (int)Math.Clamp(amount, int.MinValue, int.MaxValue) });
        if (ofRequests)
        {
            add.Parameters.Add(new NpgsqlParameter { Value = windows.Select(window => window.Length).ToArray() });
        }

        batch.BatchCommands.Add(add);
        await using NpgsqlDataReader row = await batch.ExecuteReaderAsync(cancellationToken);
        return await CountsAsync(row, windows.Count, cancellationToken);
    }

    private static void AddKey(NpgsqlParameterCollection parameters, IReadOnlyList<CounterWindow> windows)
    {
        parameters.Add(new NpgsqlParameter { Value = windows[0].Identifier });
        parameters.Add(new NpgsqlParameter
        {
            Value = windows.Select(window => window.LimitName is { } name ? $"{name}_{window.Period}" : window.Period).ToArray(),
        });
        parameters.Add(new NpgsqlParameter { Value = windows.Select(window => window.Start.UtcDateTime).ToArray() });
        parameters.Add(new NpgsqlParameter { Value = windows[0].ServiceId });
        parameters.Add(new NpgsqlParameter { Value = windows[0].RouteId });
    }

    private static async Task<long[]> CountsAsync(NpgsqlDataReader row, int count, CancellationToken cancellationToken)
    {
        long[] counts = new long[count];
        for (int i = 0; i < count && await row.ReadAsync(cancellationToken); i++)
        {
            counts[i] = row.GetInt32(0);
        }

        return counts;
    }
}
