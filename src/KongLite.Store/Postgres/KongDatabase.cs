using System.Runtime.CompilerServices;
using KongLite.Sdk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace KongLite.Store.Postgres;

/// <summary>The way to a database with Kong's tables.</summary>
internal sealed class KongDatabase : IDatabase, IAsyncDisposable
{
    private const string DefaultWorkspace = "default";

    private readonly PostgresOptions _options;
    private readonly PooledDbContextFactory<KongDbContext> _contexts;
    private readonly NpgsqlDataSource? _replica;
    private readonly PooledDbContextFactory<KongDbContext>? _replicaContexts;
    private volatile StrongBox<Guid>? _workspace;
    private volatile bool _isUsable;

    /// <summary>The way to a database.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="replica">Where a copy is that is only read; null: nowhere.</param>
    /// <param name="tables">The tables.</param>
    public KongDatabase(PostgresOptions options, PostgresOptions? replica, PostgresTables tables)
    {
        _options = options;
        Tables = tables;
        Source = options.CreateSource();
        _contexts = new PooledDbContextFactory<KongDbContext>(KongDbContext.OptionsForRows(Source, tables.Model));
        if (replica is not null)
        {
            _replica = replica.CreateSource();
            _replicaContexts = new PooledDbContextFactory<KongDbContext>(KongDbContext.OptionsForRows(_replica, tables.Model));
        }
    }

    /// <summary>The tables.</summary>
    public PostgresTables Tables { get; }

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Asks the database.</summary>
    /// <exception cref="StoreException">It cannot be asked.</exception>
    public ValueTask<T> AskAsync<T>(Func<KongDbContext, Task<T>> ask) => AskAsync(_contexts, ask);

    /// <summary>Asks the database for what is not a row of an entity.</summary>
    /// <exception cref="StoreException">It cannot be asked.</exception>
    public async ValueTask<T> ConnectAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = await Source.OpenConnectionAsync(cancellationToken);
            return await ask(connection);
        }
        catch (Exception error) when (PostgresErrors.Is(error))
        {
            throw PostgresErrors.ToStoreException(error);
        }
    }

    /// <summary>Asks the replica where there is one and it answers, else the database.</summary>
    /// <exception cref="StoreException">Neither can be asked.</exception>
    public async ValueTask<T> AskReplicaAsync<T>(Func<KongDbContext, Task<T>> ask)
    {
        if (_replicaContexts is null)
        {
            return await AskAsync(ask);
        }

        try
        {
            return await AskAsync(_replicaContexts, ask);
        }
        catch (StoreException)
        {
            return await AskAsync(ask);
        }
    }

    /// <summary>Why the tables cannot be used, and what to run; null: they can, as was found now or earlier.</summary>
    /// <exception cref="StoreException">The database cannot be asked.</exception>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        if (_isUsable)
        {
            return null;
        }

        try
        {
            await using var migrator = new DatabaseMigrator(_options);
            // Npgsql may miss that it is told to stop between two steps of opening a connection, and would hold up the node's end until pg_timeout.
            string? problem = (await migrator.ReadAsync(cancellationToken).WaitAsync(cancellationToken)).Problem;
            _isUsable = problem is null;
            return problem;
        }
        catch (Exception error) when (PostgresErrors.Is(error))
        {
            throw PostgresErrors.ToStoreException(error);
        }
    }

    /// <summary>Id of the workspace that every row belongs to.</summary>
    public async Task<Guid> WorkspaceAsync(KongDbContext context, CancellationToken cancellationToken)
    {
        if (_workspace is { } known)
        {
            return known.Value;
        }

        List<Guid> found = await context.Database
            .SqlQuery<Guid>($"SELECT id AS \"Value\" FROM workspaces WHERE name = {DefaultWorkspace}")
            .ToListAsync(cancellationToken);
        if (found is not [var id])
        {
            throw new StoreException($"the database has no workspace '{DefaultWorkspace}'");
        }

        _workspace = new StrongBox<Guid>(id);
        return id;
    }

    /// <summary>Forgets what was known of the rows that everything hangs on; they may have been made anew.</summary>
    public void Forget() => _workspace = null;

    public async ValueTask<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlCommand command = Source.CreateCommand("SELECT 1");
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (Exception error) when (PostgresErrors.Is(error))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_replica is not null)
        {
            await _replica.DisposeAsync();
        }
    }

    private static async ValueTask<T> AskAsync<T>(PooledDbContextFactory<KongDbContext> contexts, Func<KongDbContext, Task<T>> ask)
    {
        try
        {
            await using KongDbContext context = contexts.CreateDbContext();
            return await ask(context);
        }
        catch (Exception error) when (PostgresErrors.Is(error))
        {
            throw PostgresErrors.ToStoreException(error);
        }
    }
}
