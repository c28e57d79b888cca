using System.Diagnostics;
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

    [UnixFact]
    public async Task Is_stopped_by_command_after_the_requests_under_way()
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
        await using NodeProcess node = await ServingAsync(client, upstream, Settings);
        Task<HttpResponseMessage> answer = client.GetAsync($"http://127.0.0.1:{_port}/");
        await arrived.Task;

        await using NodeProcess stop = NodeProcess.Start(Settings, "stop");
        await Wait.UntilAsync(() => !NodeProcess.Accepts(_port));
        release.SetResult();

        using HttpResponseMessage late = await answer;
        Assert.Equal(("late", true), (await late.Content.ReadAsStringAsync(), late.Headers.ConnectionClose));
        Assert.Equal((0, "Kong stopped"), (await stop.ExitCodeAsync(), stop.Output.Trim()));
        Assert.Equal(0, await node.ExitCodeAsync());
        Assert.False(File.Exists(Path.Combine(_prefix.FullName, "pids", "nginx.pid")));
    }

    [UnixFact]
    public async Task Is_given_no_more_time_than_the_setting_says()
    {
        var arrived = new TaskCompletionSource();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var client = new HttpClient();
        await using NodeProcess node = await ServingAsync(
            client, upstream, new(Settings) { ["nginx_main_worker_shutdown_timeout"] = "100ms" });
        Task<HttpResponseMessage> answer = client.GetAsync($"http://127.0.0.1:{_port}/");
        await arrived.Task;

        await node.SignalAsync("QUIT");

        Assert.Equal(0, await node.ExitCodeAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [UnixFact]
    public async Task Is_ended_by_force_when_quit_has_waited_enough()
    {
        var arrived = new TaskCompletionSource();
        await using FakeUpstream upstream = await FakeUpstream.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var client = new HttpClient();
        await using NodeProcess node = await ServingAsync(client, upstream, Settings);
        Task<HttpResponseMessage> answer = client.GetAsync($"http://127.0.0.1:{_port}/");
        await arrived.Task;

        await using NodeProcess quit = NodeProcess.Start(Settings, "quit", "--timeout", "1");

        Assert.Equal((0, "Timeout, Kong stopped forcefully"), (await quit.ExitCodeAsync(), quit.Output.Trim()));
        Assert.NotEqual(0, await node.ExitCodeAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    [UnixTheory]
    [InlineData("stop")]
    [InlineData("quit")]
    public async Task Cannot_be_stopped_when_it_does_not_run(string command)
    {
        Directory.CreateDirectory(Path.Combine(_prefix.FullName, "pids"));
        // A number that was left behind, and that a process of another kind has now.
        using Process other = Process.Start("sleep", ["600"]);
        await File.WriteAllTextAsync(Path.Combine(_prefix.FullName, "pids", "nginx.pid"), $"{other.Id}\n");
        await using NodeProcess stop = NodeProcess.Start(Settings, command);

        Assert.Equal((1, $"Error: nginx not running in prefix: {_prefix.FullName}"), (await stop.ExitCodeAsync(), stop.Errors.Trim()));
        Assert.False(other.HasExited);
        other.Kill();
    }

    [UnixFact]
    public async Task Runs_once_with_a_prefix()
    {
        await using NodeProcess node = NodeProcess.Start(Settings);
        await node.WaitUntilItServesAsync();

        await using NodeProcess second = NodeProcess.Start(new Dictionary<string, string>(Settings) { ["proxy_listen"] = "off", ["admin_listen"] = "off", ["status_listen"] = "off" });

        Assert.Equal((1, $"Error: Kong is already running in {_prefix.FullName}"), (await second.ExitCodeAsync(), second.Errors.Trim()));
    }

    [UnixFact]
    public async Task Opens_its_access_log_again_at_SIGUSR1()
    {
        await using NodeProcess node = NodeProcess.Start(Settings);
        await node.WaitUntilItServesAsync();
        string path = Path.Combine(_prefix.FullName, "logs", "access.log");
        File.Move(path, path + ".1");

        await node.SignalAsync("USR1");

        await Wait.UntilAsync(() => File.Exists(path));
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync($"http://127.0.0.1:{_port}/there");
        await Wait.UntilAsync(() => File.ReadAllText(path).Contains("/there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Checks_a_file()
    {
        string good = Path.Combine(_prefix.FullName, "good.conf");
        string bad = Path.Combine(_prefix.FullName, "bad.conf");
        await File.WriteAllTextAsync(good, "log_level = info\n");
        await File.WriteAllTextAsync(bad, "log_level = loud\n");
        var none = new Dictionary<string, string>();
        await using NodeProcess first = NodeProcess.Start(none, "check", good);
        await using NodeProcess second = NodeProcess.Start(none, "check", bad);
        await using NodeProcess third = NodeProcess.Start(none, "check", bad + "x");

        Assert.Equal((0, $"configuration at {good} is valid"), (await first.ExitCodeAsync(), first.Output.Trim()));
        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.StartsWith("[error] log_level has an invalid value: 'loud' (", second.Errors.Trim(), StringComparison.Ordinal);
        Assert.Equal((1, $"[error] no file at: {bad}x"), (await third.ExitCodeAsync(), third.Errors.Trim()));
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

    private async Task<NodeProcess> ServingAsync(HttpClient client, FakeUpstream upstream, Dictionary<string, string> settings)
    {
        NodeProcess node = NodeProcess.Start(settings);
        await node.WaitUntilItServesAsync();
        using HttpResponseMessage service = await client.PostAsJsonAsync($"http://127.0.0.1:{_port + 1}/services", new { name = "s", url = upstream.Uri });
        using HttpResponseMessage route = await client.PostAsJsonAsync($"http://127.0.0.1:{_port + 1}/services/s/routes", new { paths = new[] { "/" } });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (service.StatusCode, route.StatusCode));
        return node;
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
