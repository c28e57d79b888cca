using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Store.Postgres;
using KongLite.Testing.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace KongLite.PostgresTests.Rows;

public sealed class ConstraintErrorsTests
{
    private const string First = "11111111-1111-1111-1111-111111111111";
    private const string Second = "22222222-2222-2222-2222-222222222222";
    private static readonly ConstraintErrors Errors = new(Given.Layouts);

    [PostgresFact]
    public async Task Every_constraint_of_the_database_is_known()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using NpgsqlCommand command = database.Source.CreateCommand(
            """
            SELECT conname FROM pg_constraint
            WHERE conrelid = ANY (SELECT oid FROM pg_class WHERE relname = ANY ($1)) AND contype IN ('p', 'u', 'f') AND conname NOT LIKE '%\_ws\_id\_fkey'
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = Given.Layouts.Select(layout => layout.Schema.Table).ToArray() });
        var unknown = new List<string>();
        int known = 0;

        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (Errors.Knows(reader.GetString(0)))
            {
                known++;
            }
            else
            {
                unknown.Add(reader.GetString(0));
            }
        }

        Assert.Empty(unknown);
        Assert.InRange(known, Given.Layouts.Count, int.MaxValue);
    }

    [PostgresTheory]
    [InlineData(3, "primary key violation on key '{id=\"11111111-1111-1111-1111-111111111111\"}'", "services", $$"""{"id": "{{First}}", "host": "b"}""")]
    [InlineData(5, "UNIQUE violation detected on '{name=\"one\"}'", "services", """{"name": "one", "host": "b"}""")]
    [InlineData(5, "UNIQUE violation detected on '{consumer=null,name=\"key-auth\",route=null,service={id=\"11111111-1111-1111-1111-111111111111\"}}'", "plugins", $$$"""{"name": "key-auth", "service": {"id": "{{{First}}}"}}""")]
    [InlineData(4, "the foreign key '{id=\"22222222-2222-2222-2222-222222222222\"}' does not reference an existing 'services' entity.", "routes", $$$"""{"paths": ["/"], "service": {"id": "{{{Second}}}"}}""")]
    public async Task What_the_database_refuses_is_an_error_of_Kongs(int code, string message, string name, string input)
    {
        await using TestDatabase database = await ServiceAsync();
        RowLayout layout = Given.Layout(name);
        IEntity entity = Given.Entity(layout, input);

        var refusal = await Assert.ThrowsAsync<DbUpdateException>(() => Given.RowAsync(database, layout, entity));

        StoreError error = Errors.Of((PostgresException)refusal.InnerException!, layout, entity)!;
        Assert.Equal(((ErrorCode)code, message), (error.Code, error.Message));
    }

    [PostgresFact]
    public async Task A_row_that_others_refer_to_is_not_deleted()
    {
        await using TestDatabase database = await ServiceAsync();
        RowLayout routes = Given.Layout("routes");
        await Given.RowAsync(database, routes, Given.Entity(routes, $$$"""{"paths": ["/"], "service": {"id": "{{{First}}}"}}"""));

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => database.ScalarAsync("DELETE FROM services"));

        StoreError error = Errors.Of(refusal, Given.Layout("services"), null)!;
        Assert.Equal((ErrorCode.ForeignKeyViolation, "an existing 'routes' entity references this 'services' entity"), (error.Code, error.Message));
    }

    /// <summary>A database with a service and its plugin.</summary>
    private static async Task<TestDatabase> ServiceAsync()
    {
        TestDatabase database = await Databases.BootstrappedAsync();
        await Given.RowAsync(database, Given.Layout("services"), Given.Entity(Given.Layout("services"), $$"""{"id": "{{First}}", "name": "one", "host": "a"}"""));
        await Given.RowAsync(database, Given.Layout("plugins"), Given.Entity(Given.Layout("plugins"), $$$"""{"name": "key-auth", "service": {"id": "{{{First}}}"}}"""));
        return database;
    }
}
