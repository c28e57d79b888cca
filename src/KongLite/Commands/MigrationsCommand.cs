using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Settings;
using KongLite.Store.Postgres;
using Npgsql;

namespace KongLite.Commands;

/// <summary><c>konglite migrations</c>: creates, looks at and deletes the tables in PostgreSQL.</summary>
/// <param name="settings">Where the database is.</param>
/// <param name="arguments">What to do.</param>
/// <param name="terminal">Where to print and whom to ask.</param>
internal sealed class MigrationsCommand(NodeSettings settings, MigrationsArguments arguments, Terminal terminal)
{
    private const int Failed = 1;
    private const int NeedsBootstrap = 3;
    private const int HasPending = 4;
    private const int HasNew = 5;
    private const int MostQuestions = 3;

    private readonly TextWriter _output = arguments.Quiet ? TextWriter.Null : terminal.Output;

    /// <summary>Does it.</summary>
    /// <returns>Exit code: 0, or 1 after an error; of <c>list</c>, as Kong, 3: needs a bootstrap, 4: has pending migrations, 5: has new ones.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (settings.Database != Database.Postgres)
        {
            return await FailAsync("there is nothing to migrate: database is not 'postgres'");
        }

        PostgresOptions options = settings.ToPostgresOptions() with { Timeout = arguments.DatabaseTimeout };
        await using var migrator = new DatabaseMigrator(options);
        try
        {
            SchemaState state = await migrator.ReadAsync(cancellationToken);
            return arguments.Action switch
            {
                "bootstrap" => await BootstrapAsync(migrator, state, cancellationToken),
                "up" => await UpAsync(migrator, state, cancellationToken),
                "finish" => await FinishAsync(state),
                "list" => await ListAsync(state),
                "status" => await StatusAsync(state),
                _ => await ResetAsync(migrator, state, cancellationToken),
            };
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return await FailAsync($"another node is migrating {options} and has not finished in {arguments.LockTimeout.TotalSeconds:0} seconds (--lock-timeout)");
        }
        catch (Exception error) when (DatabaseFailure.IsUnavailable(error))
        {
            return await FailAsync($"[PostgreSQL error] {options}: {DatabaseFailure.Describe(error)}");
        }
        catch (PostgresException error)
        {
            return await FailAsync($"[PostgreSQL error] {options}: {error.MessageText}");
        }
    }

    private async Task<int> BootstrapAsync(DatabaseMigrator migrator, SchemaState state, CancellationToken cancellationToken)
    {
        if (state.NeedsBootstrap)
        {
            await _output.WriteLineAsync("Bootstrapping database...");
        }

        IReadOnlyList<string> ran = state.NeedsBootstrap ? await migrator.BootstrapAsync(arguments.LockTimeout, cancellationToken) : [];
        await _output.WriteLineAsync(ran.Count == 0 ? "Database already bootstrapped" : $"{ran.Count} migrations executed\nDatabase is up-to-date");
        return 0;
    }

    private async Task<int> UpAsync(DatabaseMigrator migrator, SchemaState state, CancellationToken cancellationToken)
    {
        if (state is { NeedsBootstrap: true } or { TooOld.Count: > 0 } or { Pending.Count: > 0 })
        {
            return await FailAsync($"cannot run migrations: {state.Problem}");
        }

        IReadOnlyList<string> ran = await migrator.UpAsync(arguments.LockTimeout, cancellationToken);
        await _output.WriteLineAsync(ran.Count == 0 ? "Database is already up-to-date" : $"{ran.Count} migrations executed\nDatabase is up-to-date");
        return 0;
    }

    private async Task<int> FinishAsync(SchemaState state)
    {
        if (state.Problem is { } problem)
        {
            return await FailAsync($"cannot finish migrations: {problem}");
        }

        await _output.WriteLineAsync("No pending migrations to finish");
        return 0;
    }

    private async Task<int> ListAsync(SchemaState state)
    {
        if (!state.NeedsBootstrap)
        {
            await PrintAsync("Executed migrations", state.Executed);
            await PrintAsync("Pending migrations", state.Pending);
            await PrintAsync("New migrations available", OfOurs(state.New));
        }

        if (state.Problem is { } problem)
        {
            await _output.WriteLineAsync($"\n{problem}");
        }

        return state switch
        {
            { NeedsBootstrap: true } => NeedsBootstrap,
            { TooOld.Count: > 0 } or { Pending.Count: > 0 } => HasPending,
            { New.Count: > 0 } => HasNew,
            _ => 0,
        };
    }

    private async Task<int> StatusAsync(SchemaState state)
    {
        var status = new JsonObject
        {
            ["needs_bootstrap"] = state.NeedsBootstrap,
            ["executed_migrations"] = Describe(state.Executed),
            ["pending_migrations"] = Describe(state.Pending),
            ["new_migrations"] = Describe(OfOurs(state.New)),
        };
        await _output.WriteLineAsync(status.ToJsonString(JsonSerializerOptions.Default));
        return 0;
    }

    private async Task<int> ResetAsync(DatabaseMigrator migrator, SchemaState state, CancellationToken cancellationToken)
    {
        if (!arguments.Yes)
        {
            if (!terminal.IsInteractive)
            {
                return await FailAsync("not a tty: invoke 'reset' non-interactively with the --yes flag");
            }

            if (!await ConfirmAsync(cancellationToken))
            {
                await _output.WriteLineAsync("cancelled");
                return 0;
            }
        }

        if (state.NeedsBootstrap)
        {
            return await FailAsync("database not bootstrapped, nothing to reset");
        }

        await migrator.ResetAsync(arguments.LockTimeout, cancellationToken);
        await _output.WriteLineAsync("Database successfully reset");
        return 0;
    }

    private async Task<bool> ConfirmAsync(CancellationToken cancellationToken)
    {
        for (int asked = 0; asked < MostQuestions; asked++)
        {
            await terminal.Output.WriteAsync("> Are you sure? This operation is irreversible. [Y/n] ");
            await terminal.Output.FlushAsync(cancellationToken);
            switch (await terminal.Input.ReadLineAsync(cancellationToken))
            {
                case "y" or "Y" or "yes" or "YES":
                    return true;
                case "n" or "N" or "no" or "NO" or null:
                    return false;
            }
        }

        return false;
    }

    private async Task PrintAsync(string title, IReadOnlyDictionary<string, IReadOnlyList<string>> migrations)
    {
        if (migrations.Count > 0)
        {
            await _output.WriteLineAsync($"{title}:");
            foreach ((string subsystem, IReadOnlyList<string> names) in migrations)
            {
                await _output.WriteLineAsync($"{subsystem}: {string.Join(", ", names)}");
            }
        }
    }

    private static JsonArray Describe(IReadOnlyDictionary<string, IReadOnlyList<string>> migrations) =>
    [
        .. migrations.Select(each => new JsonObject
        {
            ["subsystem"] = each.Key,
            ["namespace"] = each.Key switch
            {
                "core" => "kong.db.migrations.core",
                SchemaState.OwnSubsystem => "konglite.migrations",
                var plugin => $"kong.plugins.{plugin}.migrations",
            },
            ["migrations"] = new JsonArray([.. each.Value.Select(name => JsonValue.Create(name))]),
        }),
    ];

    private static Dictionary<string, IReadOnlyList<string>> OfOurs(IReadOnlyList<string> names) =>
        names.Count == 0 ? [] : new Dictionary<string, IReadOnlyList<string>> { [SchemaState.OwnSubsystem] = names };

    private async Task<int> FailAsync(string message)
    {
        await terminal.Errors.WriteLineAsync($"Error: {message}");
        return Failed;
    }
}
