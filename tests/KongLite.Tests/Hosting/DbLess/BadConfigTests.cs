using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace KongLite.Tests.Hosting.DbLess;

/// <summary>Configurations that nobody writes by mistake: a documented 400, and the node goes on.</summary>
public sealed class BadConfigTests
{
    private const int TenMegabytes = 10 * 1024 * 1024;
    private const string Head = "_format_version: '3.0'\n";
    private const string JsonHead = "{\"_format_version\":\"3.0\",";
    private static readonly TimeSpan Quick = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, Func<byte[]>> Yaml = new()
    {
        { "random bytes", () => Random(TenMegabytes) },
        { "random bytes behind a good start", () => [.. Utf8(Head), .. Random(TenMegabytes - 100)] },
        { "random letters", () => Utf8(string.Concat(Enumerable.Repeat("dfjk sdf: - ", 100_000))) },
        { "NUL bytes", () => new byte[TenMegabytes] },
        { "bytes that are no UTF-8", () => [.. Utf8(Head + "services:\n- host: h\n  name: \""), 0xFF, 0xFE, .. Utf8("\"\n")] },
        { "bytes that are no UTF-8 as a key", () => [.. Utf8(Head), 0xFF, .. Utf8(": 1\n")] },
        { "one long text", () => Utf8(Head + "services: " + new string('x', TenMegabytes - 100)) },
        { "one long key", () => Utf8(Head + new string('x', 1_000_000) + ": 1") },
        { "one long number", () => Utf8(Head + "services:\n- host: h\n  port: " + new string('9', 1_000_000)) },
        { "a number beyond doubles", () => Utf8(Head + $"services:\n- host: h\n  tags: [{new string('9', 400)}, 0x{new string('f', 400)}]\n") },
        { "blanks", () => Utf8(new string(' ', TenMegabytes)) },
        { "line ends", () => Utf8(new string('\n', 1_000_000)) },
        { "tabs", () => Utf8(new string('\t', 1_000_000)) },
        { "open lists", () => Utf8(Head + "services: " + new string('[', TenMegabytes - 100)) },
        { "lists nested 100,000 deep", () => Utf8(Head + "services: " + new string('[', 100_000) + new string(']', 100_000)) },
        { "lists nested 900 deep", () => Utf8(Head + "services: " + new string('[', 900) + new string(']', 900)) },
        { "block lists nested 10,000 deep", () => Utf8(Head + "services: \n" + string.Concat(Enumerable.Repeat("- ", 10_000)) + "x") },
        { "maps as keys", () => Utf8(Head + string.Concat(Enumerable.Repeat("? ", 10_000)) + "x") },
        { "open maps", () => Utf8(string.Concat(Enumerable.Repeat("{a: ", 1_000_000))) },
        { "a deep reference", () => Utf8(Head + $"routes: [{{paths: [/], service: {{id: {Guid.NewGuid()}, x: {new string('[', 900)}{new string(']', 900)}}}}}]") },
        { "aliases of aliases", Laughs },
        { "a merge of aliases", () => Utf8(Encoding.UTF8.GetString(Laughs()).Replace("lol9: *l8", "<<: *l8", StringComparison.Ordinal)) },
        { "an alias of itself", () => Utf8(Head + "services: &a [*a]\n") },
        { "many anchors", () => Utf8(Head + "services: [" + string.Join(", ", Enumerable.Range(0, 50_000).Select(i => $"&a{i} 1")) + "]") },
        { "repeated keys", () => Utf8(Head + string.Concat(Enumerable.Repeat("services: [{host: 5}]\n", 20_000))) },
        { "unknown keys", () => Utf8(Head + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"key{i}: 1\n"))) },
        { "unknown entities", () => Utf8(Head + "unknowns:\n- name: x\n_info: {}\nserivces: []\n") },
        { "many numbers for entities", () => Utf8(Head + "services: [" + string.Concat(Enumerable.Repeat("1,", 100_000)) + "1]") },
        { "too many entities", () => Utf8(JsonHead + "\"services\":[" + string.Concat(Enumerable.Repeat("{},", 600_000)) + "{}]}") },
        { "many entities of one name", () => Utf8(JsonHead + "\"services\":[" + string.Join(',', Enumerable.Repeat("""{"host":"h","name":"n"}""", 20_000)) + "]}") },
        { "many references to nothing", () => Utf8(JsonHead + "\"routes\":[" + string.Join(',', Enumerable.Repeat("""{"paths":["/"],"service":"n"}""", 20_000)) + "]}") },
        { "an unknown tag", () => Utf8(Head + "services: !!python/object:os.system [x]\n- y") },
        { "a wrong tag", () => Utf8(Head + "services: [{host: !!int secret-text}]\n") },
        { "a second document", () => Utf8("--- 5\n--- {}\n") },
        { "half a surrogate pair", () => Utf8(JsonHead + """ "services":[{"host":"\ud800"}]}""") },
        { "lists for texts, texts for lists", () => Utf8(Head + "services: [{host: [h], name: {a: b}, tags: x, retries: {}, routes: [{paths: {a: b}, methods: 5}]}]") },
        { "lists for a head", () => Utf8("_format_version: ['3.0']\n_transform: []\n_comment: {}\n_ignore: x\n") },
        { "a list", () => Utf8("- 1\n- {}\n") },
    };

    public static TheoryData<string> Names => [.. Yaml.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Answers_400(string name)
    {
        byte[] body = Yaml[name]();
        await using DbLessNode node = await DbLessNode.WithAsync(DbLessNode.Example);
        var watch = Stopwatch.StartNew();

        DbLessReply reply = await PostAsync(node, body, "application/yaml", "");

        Assert.True(reply.Status == 400, $"{name}: {reply.Text[..Math.Min(300, reply.Text.Length)]}");
        Assert.Equal(["code", "name", "message", "fields"], reply.Json.Select(each => each.Key));
        Assert.Equal(14, (int)reply.Json["code"]!);
        Assert.True(watch.Elapsed < Quick, $"{name}: {watch.Elapsed}");
        Assert.Equal(418, (int)(await node.Gateway.Proxy.GetAsync("/mine")).StatusCode);
    }

    [Theory]
    [InlineData("a number beyond doubles")]
    [InlineData("a deep reference")]
    [InlineData("unknown keys")]
    [InlineData("many numbers for entities")]
    [InlineData("many entities of one name")]
    [InlineData("many references to nothing")]
    [InlineData("lists for texts, texts for lists")]
    public async Task Answers_400_by_entity(string name)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await PostAsync(node, Yaml[name](), "application/yaml", "?flatten_errors=1");

        Assert.True(reply.Status == 400, $"{name}: {reply.Text[..Math.Min(300, reply.Text.Length)]}");
        Assert.Equal(["code", "name", "message", "fields", "flattened_errors"], reply.Json.Select(each => each.Key));
    }

    [Theory]
    [InlineData("random bytes", "application/json")]
    [InlineData("open lists", "application/json")]
    [InlineData("too many entities", "application/json")]
    [InlineData("half a surrogate pair", "application/json")]
    [InlineData("random bytes", "application/x-www-form-urlencoded")]
    [InlineData("random bytes", "multipart/form-data; boundary=b")]
    public async Task Answers_400_to_other_kinds_of_body_too(string name, string type)
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await PostAsync(node, Yaml[name](), type, "");

        Assert.True(reply.Status == 400, $"{name}: {reply.Status}");
        Assert.NotNull(reply.Json["message"]);
    }

    [Fact]
    public async Task Answers_413_to_more_than_the_limit()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await PostAsync(node, new byte[TenMegabytes + 1], "application/yaml", "");

        Assert.Equal((413, "text/html; charset=UTF-8"), (reply.Status, reply.Type));
    }

    [Fact]
    public async Task Takes_of_repeated_keys_the_last()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();

        DbLessReply reply = await node.LoadAsync($"{Head}services: [{{host: 5}}]\nservices: [{{host: h, host: i}}]\n");

        JsonNode service = Assert.Single(reply.Json["services"]!.AsObject()).Value!;
        Assert.Equal("i", (string?)service["host"]);
    }

    [Fact]
    public async Task Takes_as_many_values_as_ten_megabytes_of_configuration_have()
    {
        await using DbLessNode node = await DbLessNode.StartAsync();
        string routes = string.Join(
            ',', Enumerable.Range(0, 12_000).Select(i => $$"""{"name":"route-{{i}}","paths":["/path/{{i}}"],"methods":["GET","POST"],"hosts":["host-{{i}}.test"],"tags":["a","b"]}"""));

        DbLessReply reply = await PostAsync(node, Utf8($"{JsonHead}\"routes\":[{routes}]}}"), "application/json", "?flatten_errors=1");

        Assert.Equal((201, 12_000), (reply.Status, reply.Json["routes"]!.AsObject().Count));
    }

    private static async Task<DbLessReply> PostAsync(DbLessNode node, byte[] body, string type, string query)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await node.PostAsync(content, query);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Random(int length)
    {
        byte[] bytes = new byte[length];
        new Random(42).NextBytes(bytes);
        return bytes;
    }

    // Ten lines that stand for a billion texts.
    private static byte[] Laughs()
    {
        var text = new StringBuilder(Head).Append("lol0: &l0 [lol, lol]\n");
        for (int i = 1; i < 9; i++)
        {
            text.Append($"lol{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))}]\n");
        }

        return Utf8(text.Append("lol9: *l8\n").ToString());
    }
}
