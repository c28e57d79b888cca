using KongLite.Testing.Postgres;
using Npgsql;

namespace KongLite.PostgresTests;

public sealed class ServerClusterTests
{
    [ClusterFact]
    public async Task A_killed_server_has_what_was_committed_after_its_restart()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await cluster.ScalarAsync("CREATE TABLE things (name text); INSERT INTO things VALUES ('one')");
        await using var connection = new NpgsqlConnection(cluster.Connection.ConnectionString);
        await connection.OpenAsync();

        await cluster.KillAsync();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => cluster.ScalarAsync("SELECT 1"));
        await using NpgsqlCommand command = new("SELECT 1", connection);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync());
        await cluster.RestartAsync();
        Assert.Equal("one", await cluster.ScalarAsync("SELECT name FROM things"));
        Assert.Equal("on", await cluster.ScalarAsync("SHOW fsync"));
    }

    [ClusterFact]
    public async Task A_stopped_server_tells_its_clients_and_starts_again()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await using var connection = new NpgsqlConnection(cluster.Connection.ConnectionString);
        await connection.OpenAsync();

        await cluster.StopAsync();

        await using NpgsqlCommand command = new("SELECT 1", connection);
        var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteScalarAsync());
        Assert.Equal(PostgresErrorCodes.AdminShutdown, error.SqlState);
        await cluster.RestartAsync();
        Assert.Equal(1, await cluster.ScalarAsync("SELECT 1"));
    }

    [ClusterFact]
    public async Task A_paused_server_answers_once_it_goes_on()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        await using var connection = new NpgsqlConnection(cluster.Connection.ConnectionString);
        await connection.OpenAsync();
        await cluster.PauseAsync();
        var deaf = new NpgsqlConnectionStringBuilder(cluster.Connection.ConnectionString) { Timeout = 1 };
        await using var other = new NpgsqlConnection(deaf.ConnectionString);
        await using NpgsqlCommand command = new("SELECT 1", connection);
        Task<object?> answer = command.ExecuteScalarAsync();

        var error = await Assert.ThrowsAsync<NpgsqlException>(() => other.OpenAsync());

        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.False(answer.IsCompleted);
        await cluster.ContinueAsync();
        Assert.Equal(1, await answer);
    }

    [ClusterFact]
    public async Task A_server_has_the_settings_and_files_it_was_given()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync(
            new Dictionary<string, string> { ["cluster_name"] = "it's mine" }, new Dictionary<string, string> { ["note.txt"] = "hello\n" });

        Assert.Equal("it's mine", await cluster.ScalarAsync("SHOW cluster_name"));
        Assert.Equal("hello\n", await cluster.ScalarAsync("SELECT pg_read_file('note.txt')"));
    }

    [ClusterFact]
    public async Task A_disposed_server_leaves_no_files()
    {
        await using ServerCluster cluster = await ServerCluster.StartAsync();
        var data = (string)(await cluster.ScalarAsync("SHOW data_directory"))!;
        Assert.True(Directory.Exists(Path.GetDirectoryName(data)));
        await cluster.KillAsync();

        await cluster.DisposeAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(data)));
    }

    [ClusterFact]
    public async Task A_server_that_cannot_start_says_why()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServerCluster.StartAsync(new Dictionary<string, string> { ["no_such_setting"] = "1" }));

        Assert.Contains("no_such_setting", error.Message, StringComparison.Ordinal);
    }
}
