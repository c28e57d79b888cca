using System.Diagnostics;
using System.Text;
using KongLite.Tests.Admin.Crud;

namespace KongLite.Tests.Admin;

/// <summary>Input that nobody sends by mistake: an error within a second, and the node goes on.</summary>
public sealed class BadInputTests
{
    private const int TenMegabytes = 10 * 1024 * 1024;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, (string Type, Func<string> Body)> Bodies = new()
    {
        { "garbage as JSON", ("application/json", () => Garbage()) },
        { "garbage as a form", ("application/x-www-form-urlencoded", () => Garbage()) },
        { "garbage as multipart", ("multipart/form-data; boundary=b", () => Garbage()) },
        { "JSON nested 10,000 deep", ("application/json", () => $$"""{"tags":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""") },
        { "JSON nested 990 deep", ("application/json", () => $$"""{"tags":{{new string('[', 990)}}{{new string(']', 990)}}}""") },
        { "JSON nested 990 deep where anything goes", ("application/json", () => Deep(990)) },
        { "a JSON text of 10 MB", ("application/json", () => "{\"username\":[\"" + new string('x', TenMegabytes - 100) + "\"]}") },
        { "a million JSON values", ("application/json", () => $$"""{"tags":[{{string.Join(',', Enumerable.Repeat("[]", 1_000_000))}}]}""") },
        { "90,000 JSON values", ("application/json", () => $$"""{"tags":[{{string.Join(',', Enumerable.Repeat("[]", 90_000))}}]}""") },
        { "90,000 JSON keys", ("application/json", () => "{" + string.Join(',', Enumerable.Range(0, 90_000).Select(each => $"\"{each}\":1")) + "}") },
        { "a JSON object of 500,000 keys", ("application/json", () => "{" + string.Join(',', Enumerable.Range(0, 500_000).Select(each => $"\"{each}\":1")) + "}") },
        { "half a surrogate pair", ("application/json", () => """{"username":"\ud800"}""") },
        { "numbers beyond doubles", ("application/json", () => """{"tags":[1e400,-1e400,1e400]}""") },
        { "100,000 pairs", ("application/x-www-form-urlencoded", () => string.Join('&', Enumerable.Range(0, 100_000).Select(each => $"a{each}=1"))) },
        { "5 million dots", ("application/x-www-form-urlencoded", () => string.Join('.', Enumerable.Repeat("a", 5_000_000)) + "=1") },
        { "a million brackets", ("application/x-www-form-urlencoded", () => "a" + string.Concat(Enumerable.Repeat("[1]", 1_000_000)) + "=1") },
        { "open brackets", ("application/x-www-form-urlencoded", () => "a" + new string('[', 1_000_000) + "=1") },
        { "bytes that are no UTF-8", ("application/x-www-form-urlencoded", () => "username=%FF%FE&%FD=1") },
        { "a tag of bytes that are no UTF-8", ("application/x-www-form-urlencoded", () => "username=x&tags=%FF") },
        { "a cut multipart body", ("multipart/form-data; boundary=b", () => "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nx") },
        { "multipart without end of headers", ("multipart/form-data; boundary=b", () => "--b\r\n" + new string('x', 100_000)) },
        { "2,000 parts", ("multipart/form-data; boundary=b", () => Parts(2000)) },
        { "a part of a wrong type", ("multipart/form-data; boundary=b", () => Parts(1)) },
    };

    public static TheoryData<string> Names => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Refuses_bad_bodies_quickly(string name)
    {
        (string type, Func<string> create) = Bodies[name];
        string body = create();
        await using AdminNode node = await Given.NodeAsync();
        var watch = Stopwatch.StartNew();

        Reply reply = await node.SendAsync(HttpMethod.Post, "/consumers", body, type);

        Assert.True(reply.Status is 400 or 413, $"{name}: {reply.Status} {reply.Text[..Math.Min(200, reply.Text.Length)]}");
        Assert.True(watch.Elapsed < Quick, $"{name}: {watch.Elapsed}");
        Assert.Equal(200, (await node.GetAsync("/consumers/c")).Status);
    }

    [Theory]
    [InlineData("POST", "/services", """{"host":null}""")]
    [InlineData("POST", "/services", """{"host":"x","created_at":null,"updated_at":"x","id":[]}""")]
    [InlineData("POST", "/services", """{"host":"x","tags":[1e400]}""")]
    [InlineData("POST", "/services", """{"host":"x","created_at":1e400}""")]
    [InlineData("POST", "/services", """{"host":"x","created_at":-1e300}""")]
    [InlineData("POST", "/services", """{"host":{"a":[{}]}}""")]
    [InlineData("POST", "/routes", """{"service":[],"paths":["/x"]}""")]
    [InlineData("POST", "/routes", """{"service":[1],"paths":["/x"]}""")]
    [InlineData("POST", "/routes", """{"service":{"id":{"a":1}},"paths":["/x"]}""")]
    [InlineData("POST", "/routes", """{"service":{"name":5},"paths":["/x"]}""")]
    [InlineData("POST", "/routes", """{"headers":{"":["x"]},"protocols":[null]}""")]
    [InlineData("POST", "/routes", "service&paths=/x")]
    [InlineData("POST", "/plugins", """{"name":5}""")]
    [InlineData("POST", "/plugins", """{"name":[],"config":[]}""")]
    [InlineData("POST", "/plugins", """{"name":"key-auth","config":"x"}""")]
    [InlineData("POST", "/plugins", """{"name":"key-auth","config":[1]}""")]
    [InlineData("POST", "/plugins", """{"name":"key-auth","protocols":"http","route":"r"}""")]
    [InlineData("POST", "/plugins", """{"name":"key-auth","protocols":[[]],"route":{"name":"r"}}""")]
    [InlineData("PATCH", "/plugins/p", """{"name":null}""")]
    [InlineData("PATCH", "/plugins/p", """{"config":null}""")]
    [InlineData("PATCH", "/plugins/p", """{"config":5,"name":5}""")]
    [InlineData("PATCH", "/plugins/p", "config=5&config.realm=x")]
    [InlineData("PATCH", "/plugins/p", """{"name":"nope"}""")]
    [InlineData("PATCH", "/services/a0000000-0000-5000-8000-000000000001", """{"id":"x"}""")]
    [InlineData("PATCH", "/services/a0000000-0000-5000-8000-000000000001", """{"id":5}""")]
    [InlineData("PUT", "/services/s", """{"host":"x","id":"x","name":5,"url":5}""")]
    [InlineData("POST", "/consumers/c/key-auth", """{"key":5,"ttl":[]}""")]
    [InlineData("POST", "/key-auths", """{"consumer":null,"key":""}""")]
    [InlineData("PATCH", "/consumers/c", """{"username":null,"custom_id":null}""")]
    [InlineData("POST", "/schemas/services/validate", "host[]=x&host.a=1&host=2")]
    public async Task Answers_odd_values_with_an_ordinary_error(string method, string path, string body)
    {
        await using AdminNode node = await Given.NodeAsync();
        await node.PutAsync("/plugins/p", """{"name":"key-auth"}""");

        Reply reply = await node.SendAsync(new HttpMethod(method), path, body);

        Assert.True(reply.Status is 400, $"{reply.Status} {reply.Text}");
        Assert.NotNull(reply.MessageText);
    }

    [Theory]
    [InlineData("/services?size=%FF&offset=%00&tags=%FF")]
    [InlineData("/services?offset=AAAA")]
    [InlineData("/services?offset=bnVsbA")]
    [InlineData("/services?offset=W251bGxd")]
    [InlineData("/services?offset=WzFd")]
    [InlineData("/services?offset=W1siYSJdXQ")]
    [InlineData("/tags?offset=W251bGwsbnVsbF0")]
    [InlineData("/tags?offset=%FF")]
    [InlineData("/tags/%FF")]
    [InlineData("/status?unit=%FF&scale=1e400")]
    [InlineData("/consumers/%FF")]
    [InlineData("/key-auths/%FF/consumer")]
    public async Task Answers_odd_arguments_with_an_ordinary_error(string path)
    {
        await using AdminNode node = await Given.NodeAsync();

        Reply reply = await node.GetAsync(path);

        Assert.True(reply.Status is 400, $"{reply.Status} {reply.Text}");
        Assert.NotNull(reply.MessageText);
    }

    private static string Garbage()
    {
        var random = new Random(7);
        var text = new StringBuilder(TenMegabytes);
        while (text.Length < TenMegabytes - 1)
        {
            text.Append((char)random.Next(1, 127));
        }

        return text.ToString();
    }

    private static string Deep(int depth) =>
        string.Concat(Enumerable.Repeat("{\"username\":", depth)) + "1" + new string('}', depth);

    private static string Parts(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(each => $"--b\r\nContent-Disposition: form-data; name=\"a{each}\"\r\n\r\nx\r\n")) + "--b--\r\n";
}
