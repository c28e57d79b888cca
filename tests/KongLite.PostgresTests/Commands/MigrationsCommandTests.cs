using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Commands;
using KongLite.Settings;
using KongLite.Store.Postgres;
using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Commands;

public sealed class MigrationsCommandTests
{
    [PostgresFact]
    public async Task Bootstraps_once()
    {
        await using TestDatabase database = await Databases.EmptyAsync();

        var first = await RunAsync(database, "bootstrap");
        var second = await RunAsync(database, "bootstrap");

        Assert.Equal((0, "Bootstrapping database...\n2 migrations executed\nDatabase is up-to-date\n", ""), first);
        Assert.Equal((0, "Database already bootstrapped\n", ""), second);
    }

    [PostgresFact]
    public async Task Says_what_to_run_first_on_an_empty_database()
    {
        await using TestDatabase database = await Databases.EmptyAsync();

        var list = await RunAsync(database, "list");
        var up = await RunAsync(database, "up");

        Assert.Equal((3, "\ndatabase needs bootstrapping; run 'konglite migrations bootstrap'\n", ""), list);
        Assert.Equal((1, "", "Error: cannot run migrations: database needs bootstrapping; run 'konglite migrations bootstrap'\n"), up);
    }

    [PostgresFact]
    public async Task Lists_what_ran_and_what_is_new_on_a_database_of_Kongs()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await database.ScalarAsync($"DROP TABLE {KongDbContext.HistoryTable}");

        var before = await RunAsync(database, "list");
        var up = await RunAsync(database, "up", "--quiet");
        var after = await RunAsync(database, "list");

        Assert.Equal((5, 0, 0), (before.Code, up.Code, after.Code));
        Assert.Contains("\nkey-auth: 000_base_key_auth, 002_130_to_140, 003_200_to_210, 004_320_to_330\n", before.Output, StringComparison.Ordinal);
        Assert.Contains("\nNew migrations available:\nkonglite: 20260101000000_KongLayout, 20260201000000_ChangeFeed\n", before.Output, StringComparison.Ordinal);
        Assert.Empty(up.Output);
        Assert.DoesNotContain("New migrations", after.Output, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Has_nothing_to_finish()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        Assert.Equal((0, "No pending migrations to finish\n", ""), await RunAsync(database, "finish"));
    }

    [PostgresFact]
    public async Task Gives_the_state_as_JSON()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        var status = await RunAsync(database, "status");

        JsonNode json = JsonNode.Parse(status.Output)!;
        Assert.False((bool)json["needs_bootstrap"]!);
        Assert.Empty(json["new_migrations"]!.AsArray());
        Assert.Contains(
            json["executed_migrations"]!.AsArray(),
            each => (string?)each!["namespace"] == "kong.plugins.jwt.migrations" && (string?)each["migrations"]![0] == "000_base_jwt");
    }

    [PostgresFact]
    public async Task Resets_only_when_somebody_agrees()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        var unattended = await RunAsync(database, "reset");
        var declined = await AskAsync(database, "no\n");
        object? kept = await database.ScalarAsync("SELECT count(*) FROM workspaces");
        var agreed = await AskAsync(database, "what?\nyes\n");
        var again = await RunAsync(database, "reset", "--yes");

        Assert.Equal((1, "", "Error: not a tty: invoke 'reset' non-interactively with the --yes flag\n"), unattended);
        Assert.Equal((0, 1L), (declined.Code, kept));
        Assert.EndsWith("cancelled\n", declined.Output, StringComparison.Ordinal);
        Assert.EndsWith("Database successfully reset\n", agreed.Output, StringComparison.Ordinal);
        Assert.Equal((1, "", "Error: database not bootstrapped, nothing to reset\n"), again);
    }

    [PostgresFact]
    public async Task A_refused_password_is_an_error_that_does_not_tell_it()
    {
        await using TestDatabase database = await Databases.EmptyAsync();

        var answer = await RunAsync(SettingsOf(database) with { PgPassword = "my-secret" }, ["list"], null);

        Assert.Equal(1, answer.Code);
        Assert.StartsWith("Error: [PostgreSQL error] ", answer.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error()
    {
        int port = FreePorts.Take(1);

        var answer = await RunAsync(new NodeSettings { Database = Database.Postgres, PgPort = port }, ["up"], null);

        Assert.Equal(1, answer.Code);
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"Error: [PostgreSQL error] 127.0.0.1:{port}/kong: connection refused"), answer.Errors, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Takes_any_patience()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();

        Assert.Equal(0, (await RunAsync(database, "list", "--db-timeout", "86400", "--lock-timeout", "86400")).Code);
    }

    [Fact]
    public async Task Without_PostgreSQL_there_is_nothing_to_migrate()
    {
        var answer = await RunAsync(new NodeSettings { Database = Database.File }, ["up"], null);

        Assert.Equal((1, "", "Error: there is nothing to migrate: database is not 'postgres'\n"), answer);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(TestDatabase database, params string[] arguments) =>
        RunAsync(SettingsOf(database), arguments, null);

    private static Task<(int Code, string Output, string Errors)> AskAsync(TestDatabase database, string answers) =>
        RunAsync(SettingsOf(database), ["reset"], answers);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(NodeSettings settings, string[] arguments, string? answers)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        using var input = new StringReader(answers ?? string.Empty);
        var command = new MigrationsCommand(
            settings, MigrationsArguments.Parse(arguments, out _, out _)!, new Terminal(input, output, errors, answers is not null));
        int code = await command.RunAsync(CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }

    private static NodeSettings SettingsOf(TestDatabase database) => new()
    {
        Database = Database.Postgres,
        PgHost = database.Connection.Host!,
        PgPort = database.Connection.Port,
        PgUser = database.Connection.Username!,
        PgPassword = database.Connection.Password,
        PgDatabase = database.Connection.Database!,
    };
}
