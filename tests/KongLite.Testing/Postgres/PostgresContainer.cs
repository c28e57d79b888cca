using System.Net.Sockets;
using Testcontainers.PostgreSql;

namespace KongLite.Testing.Postgres;

/// <summary>A PostgreSQL server in Docker.</summary>
internal static class PostgresContainer
{
    private const string Image = "postgres:17-alpine";

    /// <summary>Whether a Docker daemon listens.</summary>
    public static bool IsPossible { get; } = Environment.GetEnvironmentVariable("DOCKER_HOST") is not null || Listens("/var/run/docker.sock");

    /// <summary>Starts a server, which Testcontainers removes after this process has ended.</summary>
    /// <returns>A connection string.</returns>
    public static async Task<string> StartAsync()
    {
        PostgreSqlContainer container = new PostgreSqlBuilder(Image).WithCommand("-c", "fsync=off", "-c", "max_connections=200").Build();
        await container.StartAsync();
        return container.GetConnectionString();
    }

    private static bool Listens(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
