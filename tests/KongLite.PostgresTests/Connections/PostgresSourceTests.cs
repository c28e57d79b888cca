using KongLite.Store.Postgres;
using Npgsql;

namespace KongLite.PostgresTests.Connections;

public sealed class PostgresSourceTests
{
    private const string Password = "hunter2";

    private static readonly PostgresOptions Options = new() { Host = "db", Port = 5433, User = "kong", Password = Password, Database = "gateway" };

    [Theory]
    [InlineData(null, 0, 30)]
    [InlineData(0, 0, 30)]
    [InlineData(7, 0, 7)]
    [InlineData(null, 50, 50)]
    [InlineData(7, 50, 7)]
    [InlineData(60, 50, 50)]
    [InlineData(int.MaxValue, 0, 10_000)]
    public void The_pool_is_bounded(int? poolSize, int queries, int connections) =>
        Assert.Equal(connections, Settings(Options with { PoolSize = poolSize, MaxConcurrentQueries = queries }).MaxPoolSize);

    [Theory]
    [InlineData(5000, 0, 60000, 5)]
    [InlineData(5000, 10, 60000, 5)]
    [InlineData(5000, 10, 1500, 2)]
    [InlineData(5000, 10, 0, 1)]
    [InlineData(5000, 0, 1500, 5)]
    [InlineData(0, 0, 60000, 0)]
    [InlineData(0, 10, 60000, 60)]
    [InlineData(1, 0, 60000, 1)]
    [InlineData(int.MaxValue, 0, 60000, 1024)]
    public void Waiting_for_a_connection_is_bounded(int timeout, int queries, int semaphoreTimeout, int seconds)
    {
        NpgsqlConnectionStringBuilder settings = Settings(Options with
        {
            Timeout = TimeSpan.FromMilliseconds(timeout),
            MaxConcurrentQueries = queries,
            SemaphoreTimeout = TimeSpan.FromMilliseconds(semaphoreTimeout),
        });

        Assert.Equal(seconds, settings.Timeout);
    }

    [Theory]
    [InlineData(5000, 6)]
    [InlineData(100, 2)]
    [InlineData(0, 0)]
    public void The_server_ends_a_statement_before_this_side_gives_it_up(int timeout, int seconds) =>
        Assert.Equal(seconds, Settings(Options with { Timeout = TimeSpan.FromMilliseconds(timeout) }).CommandTimeout);

    [Theory]
    [InlineData(null, 300, 0)]
    [InlineData(60_000, 60, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(int.MaxValue, 1_000_000, 0)]
    [InlineData(0, 1, 30)]
    public void Idle_connections_are_kept_for_a_while_or_for_good(int? keepalive, int seconds, int kept)
    {
        NpgsqlConnectionStringBuilder settings = Settings(Options with { KeepaliveTimeout = keepalive is { } time ? TimeSpan.FromMilliseconds(time) : null });

        Assert.Equal((seconds, kept), (settings.ConnectionIdleLifetime, settings.MinPoolSize));
    }

    [Fact]
    public void The_password_is_in_no_text()
    {
        using NpgsqlDataSource source = Options.CreateSource();
        using NpgsqlConnection connection = source.CreateConnection();

        Assert.Equal("db:5433/gateway", Options.ToString());
        Assert.DoesNotContain(Password, source.ConnectionString, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, connection.ConnectionString, StringComparison.Ordinal);
    }

    private static NpgsqlConnectionStringBuilder Settings(PostgresOptions options)
    {
        using NpgsqlDataSource source = options.CreateSource();
        return new NpgsqlConnectionStringBuilder(source.ConnectionString);
    }
}
