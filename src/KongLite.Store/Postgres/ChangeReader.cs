using System.Data;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace KongLite.Store.Postgres;

/// <summary>Reads the changed rows, as they are at one moment.</summary>
/// <remarks>
/// The order of commits does not matter, as a change only says which row to read again. What matters is to miss none: everything that a
/// transaction older than the horizon did has been read, and everything of the younger ones is read again unless it was seen.
/// </remarks>
internal sealed partial class ChangeReader(KongDatabase database, ILogger<ChangeReader> logger)
{
    /// <summary>How long rows of the feed are kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    // No statement may take as long as the configuration is large: its time is limited.
    private const int PageSize = 2000;

    // Then reading everything is less work than reading what changed.
    private const int MostChanges = 50_000;

    // Rows that came from another server, in a dump, carry numbers that this one may reach only years later.
    private const string Marks =
        """
        SELECT mark.*, change.seq, change.xid, change.entity, change.id
        FROM (
            SELECT pg_snapshot_xmin(pg_current_snapshot()), pg_postmaster_start_time(), 'konglite_changes'::regclass::oid, clock_timestamp()
        ) mark
        LEFT JOIN konglite_changes change ON change.xid >= $1 AND change.xid < pg_snapshot_xmax(pg_current_snapshot())
        """;

    private Position? _position;

    /// <summary>Reads what has changed since the last call, or everything when that is not known or asked for.</summary>
    /// <param name="version">Version of the result.</param>
    /// <param name="isComplete">Whether everything is wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The database cannot be asked, or needs migrations.</exception>
    public async Task<ChangeBatch> ReadAsync(long version, bool isComplete, CancellationToken cancellationToken)
    {
        if (_position is null && await database.FindProblemAsync(cancellationToken) is { } problem)
        {
            throw new StoreException(problem);
        }

        Position? from = isComplete ? null : _position;
        (ChangeBatch batch, Position to) = await database.AskAsync(async context =>
        {
            // One moment for all tables: a route is never seen without its service.
            await using IDbContextTransaction moment = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            Look look = await LookAsync((NpgsqlConnection)context.Database.GetDbConnection(), from, cancellationToken);
            bool isWhole = from is null || !look.Position.Continues(from) || look.Changed.Count > MostChanges || look.HasLostTrack;
            List<EntityChange> changes = isWhole
                ? await ReadAllAsync(context, cancellationToken)
                : await ReadChangedAsync(context, look.Changed, cancellationToken);
            return (new ChangeBatch(version, isWhole, changes), look.Position);
        });
        if (batch.IsComplete)
        {
            database.Forget();
        }

        _position = to;
        return batch;
    }

    private static async Task<Look> LookAsync(NpgsqlConnection connection, Position? from, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Marks, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = from?.Horizon ?? ulong.MaxValue, NpgsqlDbType = NpgsqlDbType.Xid8 });
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancellationToken);
        Position? position = null;
        var changed = new HashSet<(string Table, Guid Id)>();
        bool hasLostTrack = false;
        while (await row.ReadAsync(cancellationToken))
        {
            position ??= new Position(row.GetFieldValue<ulong>(0), row.GetDateTime(1), row.GetFieldValue<uint>(2), row.GetDateTime(3), []);
            if (row.IsDBNull(4))
            {
                break;
            }

            long sequence = row.GetInt64(4);
            if (row.GetFieldValue<ulong>(5) >= position.Horizon)
            {
                position.Seen.Add(sequence);
            }

            if (!from!.Seen.Contains(sequence))
            {
                hasLostTrack |= row.IsDBNull(7);
                changed.Add((row.GetString(6), row.IsDBNull(7) ? Guid.Empty : row.GetGuid(7)));
            }
        }

        return new Look(position!, changed, hasLostTrack);
    }

    private async Task<List<EntityChange>> ReadAllAsync(KongDbContext context, CancellationToken cancellationToken)
    {
        var all = new List<EntityChange>();
        foreach (RowLayout layout in database.Tables.Layouts.Where(layout => !layout.Schema.OnDemand))
        {
            Guid? last = null;
            do
            {
                List<Dictionary<string, object?>> rows = await context.Rows(layout).AsNoTracking().Live(layout).After(last).Take(PageSize).ToListAsync(cancellationToken);
                foreach (Dictionary<string, object?> row in rows)
                {
                    // Left out, a plugin would leave open what it guards, and nobody knows a version of it that could stay.
                    Add(all, layout, row, isVital: layout.Schema.Name == "plugins");
                }

                last = rows.Count == PageSize ? (Guid)rows[^1][RowLayout.Id]! : null;
            }
            while (last is not null);
        }

        return all;
    }

    private async Task<List<EntityChange>> ReadChangedAsync(
        KongDbContext context, HashSet<(string Table, Guid Id)> changed, CancellationToken cancellationToken)
    {
        var changes = new List<EntityChange>(changed.Count);
        foreach (IGrouping<string, Guid> table in changed.GroupBy(each => each.Table, each => each.Id))
        {
            if (database.Tables.Named(table.Key) is not { } layout)
            {
                continue;
            }

            foreach (Guid[] ids in table.Chunk(PageSize))
            {
                HashSet<Guid> gone = [.. ids];
                foreach (Dictionary<string, object?> row in await context.Rows(layout).AsNoTracking().Live(layout).WithIds(ids).ToListAsync(cancellationToken))
                {
                    gone.Remove((Guid)row[RowLayout.Id]!);
                    Add(changes, layout, row);
                }

                changes.AddRange(gone.Select(id => new EntityChange(layout.Schema, id, null)));
            }
        }

        return changes;
    }

    // A row that nobody can read must not keep the others from being served: what was known of it stays in force.
    private void Add(List<EntityChange> changes, RowLayout layout, Dictionary<string, object?> row, bool isVital = false)
    {
        try
        {
            IEntity entity = RowBinder.Read(layout, row);
            changes.Add(new EntityChange(layout.Schema, entity.Id, entity));
        }
        catch (StoreException error) when (!isVital)
        {
            Unreadable(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "left out of the configuration: {Reason}")]
    private partial void Unreadable(string reason);

    /// <summary>What a look has found.</summary>
    /// <param name="Position">Where the next one goes on.</param>
    /// <param name="Changed">The rows that have changed.</param>
    /// <param name="HasLostTrack">Whether any row of a table may have changed, such as by <c>TRUNCATE</c>.</param>
    private sealed record Look(Position Position, HashSet<(string Table, Guid Id)> Changed, bool HasLostTrack);

    /// <summary>Up to where the feed has been read.</summary>
    /// <param name="Horizon">The oldest transaction that had not ended.</param>
    /// <param name="Server">When the server was started: another time, another server or one that may have lost what was not on disk.</param>
    /// <param name="Feed">The table, which a reset makes anew.</param>
    /// <param name="Time">The database's clock.</param>
    /// <param name="Seen">The changes of younger transactions that were read already.</param>
    private sealed record Position(ulong Horizon, DateTime Server, uint Feed, DateTime Time, HashSet<long> Seen)
    {
        /// <summary>Whether nothing can have been missed since another position.</summary>
        public bool Continues(Position from) =>
            Server == from.Server && Feed == from.Feed && Horizon >= from.Horizon && Time - from.Time < Retention / 2;
    }
}
