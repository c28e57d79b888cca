using KongLite.Store.Postgres;
using KongLite.Testing;
using KongLite.Testing.Postgres;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace KongLite.PostgresTests.Schema;

public sealed class ReleaseScriptTests
{
    private static readonly string FilePath = Repository.PathOf("migrations", "konglite.sql");

    [Fact]
    public async Task The_script_in_the_repository_is_that_of_the_migrations()
    {
        await using var connection = new NpgsqlConnection();
        await using var context = KongDbContext.On(connection, null);

        string script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        script = script.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("KONGLITE_WRITE_SQL") == "1")
        {
            await File.WriteAllTextAsync(FilePath, script);
        }

        Assert.True(await File.ReadAllTextAsync(FilePath) == script, "migrations/konglite.sql is old; migrations/README.md says how to write it anew");
    }

    [PostgresFact]
    public async Task The_script_can_be_run_twice_and_does_what_the_migrations_do()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await using TestDatabase migrated = await Databases.BootstrappedAsync();
        string script = await File.ReadAllTextAsync(FilePath);

        await database.ScalarAsync(script);
        await database.ScalarAsync(script);

        await using var migrator = new DatabaseMigrator(database.Options());
        Assert.Null((await migrator.ReadAsync(CancellationToken.None)).Problem);
        Assert.Equal(await Catalogue.ReadAsync(migrated), await Catalogue.ReadAsync(database));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM workspaces"));
    }
}
