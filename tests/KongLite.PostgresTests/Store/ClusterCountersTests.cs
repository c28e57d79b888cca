using System.Net;
using System.Net.Http.Json;
using KongLite.Testing;
using KongLite.Testing.Postgres;

namespace KongLite.PostgresTests.Store;

public sealed class ClusterCountersTests
{
    [PostgresFact]
    public async Task Two_nodes_let_exactly_as_many_requests_through_as_the_limit_says()
    {
        const int Limit = 60;
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using TestGateway first = await TestGateway.StartAsync(database.Settings());
        await using TestGateway second = await TestGateway.StartAsync(database.Settings());
        await PostAsync(first, "/routes", new { paths = new[] { "/" } });
        await PostAsync(first, "/plugins", new { name = "request-termination", config = new { status_code = 200 } });
        await PostAsync(first, "/plugins", new { name = "rate-limiting", config = new { year = Limit, month = Limit, policy = "cluster", fault_tolerant = false } });
        await Poll.UntilAsync("the plugin on the other node", async () => (await second.Proxy.GetAsync("/")).Headers.Contains("RateLimit-Limit"));

        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 3 * Limit).Select(async i =>
        {
            using HttpResponseMessage response = await (i % 2 == 0 ? first : second).Proxy.GetAsync("/");
            return response.StatusCode;
        }));

        object? counted = await database.ScalarAsync("SELECT string_agg(value::text, ' ') FROM ratelimiting_metrics");
        Assert.Equal($"{Limit} {Limit}", counted);
        Assert.All(statuses, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{status}"));
        Assert.InRange(statuses.Count(status => status == HttpStatusCode.OK), 1, Limit - 1);
    }

    [PostgresFact]
    public async Task Usage_that_a_service_tells_is_counted_for_all_nodes()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var upstream = await FakeUpstream.StartAsync(context =>
        {
            context.Response.Headers["x-kong-limit"] = "video=2";
            return Task.CompletedTask;
        });
        await using TestGateway first = await TestGateway.StartAsync(database.Settings());
        await using TestGateway second = await TestGateway.StartAsync(database.Settings());
        await PostAsync(first, "/services", new { name = "one", url = upstream.Uri.ToString() });
        await PostAsync(first, "/services/one/routes", new { paths = new[] { "/" } });
        await PostAsync(first, "/plugins", new
        {
            name = "response-ratelimiting",
            config = new { limits = new { video = new { year = 10 } }, policy = "cluster" },
        });
        await first.Proxy.GetAsync("/");

        await Poll.UntilAsync("the usage on the other node", async () => (await second.Proxy.GetAsync("/")).Headers.TryGetValues("X-RateLimit-Remaining-video", out IEnumerable<string>? left)
            && int.Parse(left.Single(), System.Globalization.CultureInfo.InvariantCulture) <= 8);

        Assert.Equal("video_year", await database.ScalarAsync("SELECT DISTINCT period FROM response_ratelimiting_metrics"));
    }

    [PostgresFact]
    public async Task Counters_whose_window_is_over_are_cleaned_away()
    {
        await using TestDatabase database = await Databases.BootstrappedAsync();
        await using var store = new OpenStore(database);
        await database.ScalarAsync(
            """
            INSERT INTO response_ratelimiting_metrics (identifier, period, period_date, value) VALUES
                ('a', 'video_second', now() - interval '2 hours', 1), ('a', 'video_minute', now(), 2), ('a', 'two_words_year', now() - interval '300 days', 3);
            ALTER TABLE ratelimiting_metrics DISABLE TRIGGER ALL;
            INSERT INTO ratelimiting_metrics (identifier, period, period_date, value, ttl) VALUES
                ('a', 'second', now(), 4, now() - interval '1 second'), ('b', 'second', now(), 5, now() + interval '1 hour');
            """);

        await store.Cleaner.CleanAsync(CancellationToken.None);

        Assert.Equal("2 3", await database.ScalarAsync("SELECT string_agg(value::text, ' ' ORDER BY value) FROM response_ratelimiting_metrics"));
        Assert.Equal("5", await database.ScalarAsync("SELECT string_agg(value::text, ' ') FROM ratelimiting_metrics"));
    }

    private static async Task PostAsync(TestGateway gateway, string path, object body)
    {
        using HttpResponseMessage response = await gateway.Admin.PostAsJsonAsync(path, body);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }
}
