using KongLite.Store.Postgres;
using KongLite.Testing;
using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Connections;

public sealed class DatabaseFailureTests
{
    private const string Secret = "hunter2";

    public static TheoryData<string, string, bool> States => new()
    {
        { "28P01", "authentication failed (28P01)", true },
        { "3D000", "the database does not exist (3D000)", true },
        { "53300", "the server has too many connections (53300)", true },
        { "53100", "the server's disk is full (53100)", true },
        { "53200", "ERROR 53200", true },
        { "25006", "the server takes no writes (25006)", true },
        { "57P01", "the server shuts down (57P01)", true },
        { "57P03", "the server starts or shuts down (57P03)", true },
        { "57014", "a statement took too long (57014)", true },
        { "25P03", "a transaction was idle for too long (25P03)", true },
        { "08006", "ERROR 08006", true },
        { "58030", "ERROR 58030", true },
        { "23505", "ERROR 23505", false },
        { "42P01", "ERROR 42P01", false },
        { "40001", "ERROR 40001", false },
        { "XX000", "ERROR XX000", false },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Answers_are_told_by_their_codes_alone(string state, string description, bool isUnavailable)
    {
        var error = new PostgresException($"says {Secret}", "ERROR", "ERROR", state, detail: $"Key (name)=({Secret})", hint: Secret, where: Secret);

        Assert.Equal(description, DatabaseFailure.Describe(error));
        Assert.Equal(isUnavailable, DatabaseFailure.IsUnavailable(error));
        Assert.Equal(description, DatabaseFailure.Describe(new InvalidOperationException($"around {Secret}", error)));
        Assert.Equal(isUnavailable, DatabaseFailure.IsUnavailable(new InvalidOperationException("around", error)));
    }

    [Fact]
    public void A_mistake_of_ours_is_no_failure_of_the_database()
    {
        var error = new InvalidOperationException(Secret);

        Assert.False(DatabaseFailure.IsUnavailable(error));
        Assert.False(DatabaseFailure.IsUnavailable(new OperationCanceledException()));
        Assert.Equal("InvalidOperationException", DatabaseFailure.Describe(error));
    }

    [Fact]
    public async Task Nobody_listens()
    {
        Exception error = await FailureAsync(Given("127.0.0.1", FreePorts.Take(1)));

        Assert.Equal("connection refused", DatabaseFailure.Describe(error));
        Assert.True(DatabaseFailure.IsUnavailable(error));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_means_nothing()
    {
        Exception error = await FailureAsync(Given("no-such-host.invalid", 5432));

        Assert.Contains(DatabaseFailure.Describe(error), (string[])["name not known", "name server does not answer"]);
        Assert.True(DatabaseFailure.IsUnavailable(error));
    }

    [PostgresFact]
    public async Task A_wrong_password_is_not_repeated()
    {
        await using TestDatabase database = await Databases.EmptyAsync();

        Exception error = await FailureAsync(database.Options() with { Password = Secret });

        Assert.Equal("authentication failed (28P01)", DatabaseFailure.Describe(error));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_database_is_not_there()
    {
        await using TestDatabase database = await Databases.EmptyAsync();

        Exception error = await FailureAsync(database.Options() with { Database = "no_such_database" });

        Assert.Equal("the database does not exist (3D000)", DatabaseFailure.Describe(error));
    }

    [PostgresFact]
    public async Task A_database_takes_no_writes()
    {
        await using TestDatabase database = await Databases.EmptyAsync();
        await database.ScalarAsync($"ALTER DATABASE {database.Connection.Database} SET default_transaction_read_only = on");

        Exception error = await FailureAsync(database.Options(), "CREATE TABLE things (name text)");

        Assert.Equal("the server takes no writes (25006)", DatabaseFailure.Describe(error));
    }

    private static PostgresOptions Given(string host, int port) =>
        new() { Host = host, Port = port, User = "kong", Password = Secret, Database = "kong" };

    private static async Task<Exception> FailureAsync(PostgresOptions options, string statement = "SELECT 1")
    {
        await using NpgsqlDataSource source = options.CreateSource();
        await using NpgsqlCommand command = source.CreateCommand(statement);
        return await Assert.ThrowsAnyAsync<Exception>(() => command.ExecuteNonQueryAsync());
    }
}
