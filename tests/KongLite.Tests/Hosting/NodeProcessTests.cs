using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using KongLite.Testing;
using Microsoft.AspNetCore.Http;

namespace KongLite.Tests.Hosting;

public sealed class NodeProcessTests : IDisposable
{
    private readonly DirectoryInfo _prefix = Directory.CreateTempSubdirectory("konglite-");
    private readonly int _port = FreePorts.Take(3);

    private Dictionary<string, string> Settings => new()
    {
        ["prefix"] = _prefix.FullName,
        ["proxy_listen"] = $"127.0.0.1:{_port}",
        ["admin_listen"] = $"127.0.0.1:{_port + 1}",
        ["status_listen"] = $"127.0.0.1:{_port + 2}",
    };

    public void Dispose() => _prefix.Delete(recursive: true);

    [UnixFact]
    public async Task Answers_requests_under_way_before_SIGTERM_ends_it_and_knows_everything_when_it_is_back()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await release.Task;
            await context.Response.WriteAsync("late");
        });
        using var client = new HttpClient();
        await using NodeProcess node = NodeProcess.Start(Settings);
        await node.WaitUntilItServesAsync();
        using HttpResponseMessage service = await client.PostAsJsonAsync($"http://127.0.0.1:{_port + 1}/services", new { name = "slow", url = upstream.Uri });
        using HttpResponseMessage route = await client.PostAsJsonAsync($"http://127.0.0.1:{_port + 1}/services/slow/routes", new { paths = new[] { "/" } });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (service.StatusCode, route.StatusCode));

        Task<string> answer = client.GetStringAsync($"http://127.0.0.1:{_port}/");
        await arrived.Task;
        await node.SignalAsync("TERM");
        release.SetResult();

        Assert.Equal("late", await answer);
        Assert.Equal((0, ""), (await node.ExitCodeAsync(), node.Errors.Trim()));
        await using NodeProcess again = NodeProcess.Start(Settings);
        await again.WaitUntilItServesAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"http://127.0.0.1:{_port + 1}/services/slow")).StatusCode);
    }

    [UnixFact]
    public async Task Ends_in_order_when_it_is_told_to_before_it_has_started()
    {
        // A database that takes the connection and says nothing.
        using var database = new TcpListener(IPAddress.Loopback, 0);
        database.Start();
        await using NodeProcess node = NodeProcess.Start(new Dictionary<string, string>(Settings)
        {
            ["database"] = "postgres",
            ["pg_host"] = "127.0.0.1",
            ["pg_port"] = ((IPEndPoint)database.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture),
            ["pg_timeout"] = "60000",
        });
        using TcpClient connection = await database.AcceptTcpClientAsync();

        await node.SignalAsync("TERM");

        Assert.Equal((0, ""), (await node.ExitCodeAsync(), node.Errors.Trim()));
    }

    [UnixFact]
    public async Task Ends_with_Ctrl_C()
    {
        await using NodeProcess node = NodeProcess.Start(Settings);
        await node.WaitUntilItServesAsync();

        await node.SignalAsync("INT");

        Assert.Equal(0, await node.ExitCodeAsync());
    }

    [Fact]
    public async Task Tells_in_one_line_that_a_port_is_taken()
    {
        await using FakeUpstream other = await FakeUpstream.StartAsync();

        await Fails(Settings.Append(new("proxy_listen", other.Uri.Authority)), $"Error: proxy_listen: cannot listen on {other.Uri.Authority}: Address already in use");
    }

    [Fact]
    public async Task Tells_in_one_line_that_its_file_is_broken_and_leaves_it_alone()
    {
        string path = Path.Combine(_prefix.FullName, "kong.yml");
        File.WriteAllText(path, "_format_version: \"3.0\"\nservices: [\n");

        await using NodeProcess node = NodeProcess.Start(Settings);

        Assert.Equal(1, await node.ExitCodeAsync());
        Assert.StartsWith($"Error: cannot use {path}: line ", Assert.Single(node.Errors.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("_format_version: \"3.0\"\nservices: [\n", File.ReadAllText(path));
    }

    [Fact]
    public async Task Tells_in_one_line_that_a_setting_is_wrong() => await Fails(
        Settings.Append(new("log_level", "loud")), "Error: log_level has an invalid value: 'loud' (debug, info, notice, warn, error, crit, alert, emerg)");

    [Fact]
    public async Task Tells_in_one_line_that_a_variable_is_unknown() => await Fails(
        Settings.Append(new("proxy_listne", "off")), "Error: unknown property 'proxy_listne' (KONG_PROXY_LISTNE), see docs/settings.md");

    [Fact]
    public async Task Knows_whether_a_node_is_healthy()
    {
        await using NodeProcess before = NodeProcess.Start(Settings, "health");
        Assert.Equal(1, await before.ExitCodeAsync());

        await using NodeProcess node = NodeProcess.Start(Settings);
        await node.WaitUntilItServesAsync();
        await using NodeProcess after = NodeProcess.Start(Settings, "health");

        Assert.Equal((0, $"KongLite is healthy at {_prefix.FullName}"), (await after.ExitCodeAsync(), after.Output.Trim()));
    }

    private static async Task Fails(IEnumerable<KeyValuePair<string, string>> settings, string line)
    {
        var last = new Dictionary<string, string>();
        foreach ((string name, string value) in settings)
        {
            last[name] = value;
        }

        await using NodeProcess node = NodeProcess.Start(last);

        Assert.Equal(1, await node.ExitCodeAsync());
        Assert.Equal(line, node.Errors.Trim());
    }
}
