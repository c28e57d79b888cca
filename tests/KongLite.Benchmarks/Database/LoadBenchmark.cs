using System.Diagnostics;
using System.Globalization;

namespace KongLite.Benchmarks.Database;

/// <summary>How long a node takes from its start until its proxy serves a large configuration.</summary>
internal static class LoadBenchmark
{
    private const int Starts = 5;
    private const int Status = 418;

    /// <summary>Runs it: one process for each start.</summary>
    /// <param name="count">How many routes there are, each with a plugin of its own, one service for ten.</param>
    public static async Task<int> RunAsync(int count)
    {
        await using BenchmarkDatabase database = await BenchmarkDatabase.CreateAsync();
        await FillAsync(database, count);
        for (int i = 0; i < Starts; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await using NodeProcess node = NodeProcess.Start(database.Settings);
            await node.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"/r{count}"), Status);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} routes and plugins are served {Stopwatch.GetElapsedTime(began).TotalSeconds:F2} s after the start, {node.Processor.TotalSeconds:F2} s of processor time"));
        }

        return 0;
    }

    // One row of each kind is made by a node, the others are copies.
    private static async Task FillAsync(BenchmarkDatabase database, int count)
    {
        await using (NodeProcess node = NodeProcess.Start(database.Settings))
        {
            await node.UntilAsync("/", 404);
            await node.WriteAsync(HttpMethod.Put, "/services/s", new { url = "http://127.0.0.1:9/" });
            await node.WriteAsync(HttpMethod.Put, "/services/s/routes/r", new { paths = new[] { "/r" } });
            await node.WriteAsync(HttpMethod.Post, "/routes/r/plugins", new { name = "request-termination", config = new { status_code = Status } });
        }

        await database.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO services SELECT (jsonb_populate_record(first, jsonb_build_object('id', md5('s' || i)::uuid, 'name', 's' || i))).*
            FROM services first, generate_series(0, {count} / 10) i;
            INSERT INTO routes SELECT (jsonb_populate_record(first, jsonb_build_object(
                'id', md5('r' || i)::uuid, 'name', 'r' || i, 'paths', ARRAY['/r' || i], 'service_id', md5('s' || i / 10)::uuid))).*
            FROM routes first, generate_series(1, {count}) i;
            INSERT INTO plugins SELECT (jsonb_populate_record(first, jsonb_build_object(
                'id', md5('p' || i)::uuid, 'route_id', md5('r' || i)::uuid, 'cache_key', replace(first.cache_key, first.route_id::text, md5('r' || i)::uuid::text)))).*
            FROM plugins first, generate_series(1, {count}) i;
            ANALYZE services, routes, plugins;
            """));
    }
}
