using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KongLite.Tests.Hosting.DbLess;

/// <summary>Configurations that replace each other while the node is in use.</summary>
public sealed partial class ConfigRaceTests
{
    private const int Loads = 20;
    private const int Routes = 20;

    [Fact]
    public async Task Answers_every_proxied_request_by_one_configuration_as_a_whole()
    {
        await using DbLessNode node = await DbLessNode.WithAsync(Version(0));
        using var stopping = new CancellationTokenSource();
        Task<List<string>>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => RepeatAsync(() => ProxyAsync(node), stopping.Token)))];

        for (int i = 1; i <= Loads; i++)
        {
            Assert.Equal(201, (await node.LoadAsync(Version(i))).Status);
            Assert.Equal([$"version-{i}"], VersionsIn(await ProxyAsync(node)));
        }

        await stopping.CancelAsync();
        string[] seen = [.. (await Task.WhenAll(readers)).SelectMany(each => each)];
        // Service, route and plugin each say their version; the consumer and its key are in all of them.
        Assert.All(seen, answer => Assert.True(VersionsIn(answer) is [_], answer));
        Assert.True(seen.SelectMany(VersionsIn).Distinct().Count() > 2, "no reader saw a change");
    }

    [Theory]
    [InlineData("/routes")]
    [InlineData("/config")]
    public async Task Shows_every_reader_of_the_Admin_API_one_configuration_as_a_whole(string path)
    {
        await using DbLessNode node = await DbLessNode.WithAsync(Version(0));
        using var stopping = new CancellationTokenSource();
        Task<List<string>> reader = Task.Run(() => RepeatAsync(() => node.Gateway.Admin.GetStringAsync(path), stopping.Token));

        for (int i = 1; i <= Loads; i++)
        {
            await node.LoadAsync(Version(i));
        }

        await stopping.CancelAsync();
        Assert.All(await reader, text => Assert.True(VersionsIn(text) is [_], text));
    }

    [Fact]
    public async Task Loads_what_arrives_at_once_one_after_the_other()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply[] replies = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => node.LoadAsync(Version(i))));

        Assert.All(replies, reply => Assert.Equal(201, reply.Status));
        string last = Assert.Single(VersionsIn((await node.GetAsync("/config")).Text));
        Assert.Equal([last], VersionsIn(await ProxyAsync(node)));
    }

    [Fact]
    public async Task Goes_on_when_wrong_configurations_arrive()
    {
        await using DbLessNode node = await DbLessNode.WithAsync(Version(1));
        string wrong = Version(2) + "- {name: nope, paths: [/]}\n";

        DbLessReply[] replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.LoadAsync(wrong)));

        Assert.All(replies, reply => Assert.Equal(400, reply.Status));
        Assert.Equal(["version-1"], VersionsIn(await ProxyAsync(node)));
    }

    private static string Version(int version)
    {
        var text = new StringBuilder("_format_version: '3.0'\n");
        text.Append("consumers:\n- username: alice\n  keyauth_credentials:\n  - key: alice-key\nservices:\n");
        for (int i = 0; i < Routes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                - name: s{{i}}
                  url: http://127.0.0.1:9
                  tags: [version-{{version}}]
                  plugins:
                  - name: request-termination
                    config: { echo: true, message: version-{{version}} }
                  - name: key-auth
                  routes:
                  - name: r{{i}}
                    paths: [/r{{i}}]
                    tags: [version-{{version}}]

                """);
        }

        return text.ToString();
    }

    private static async Task<string> ProxyAsync(DbLessNode node)
    {
        using HttpResponseMessage answer = await node.Gateway.Proxy.GetAsync($"/r{Random.Shared.Next(Routes)}?apikey=alice-key");
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<List<string>> RepeatAsync(Func<Task<string>> ask, CancellationToken stopping)
    {
        var answers = new List<string>();
        while (!stopping.IsCancellationRequested)
        {
            answers.Add(await ask());
        }

        return answers;
    }

    private static List<string> VersionsIn(string text) => [.. VersionText().Matches(text).Select(match => match.Value).Distinct()];

    [GeneratedRegex("version-[0-9]+")]
    private static partial Regex VersionText();
}
