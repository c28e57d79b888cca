using System.Net.Sockets;
using System.Text;
using KongLite.Admin;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Tests.Admin;

public sealed class TransportTests
{
    private static readonly HttpMethod Options = HttpMethod.Options;

    [Fact]
    public async Task Answers_with_Kongs_headers()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.GetAsync("/services");

        Assert.Equal(200, reply.Status);
        Assert.Equal("""{"data":[],"next":null}""", reply.Text);
        Assert.Equal("application/json; charset=utf-8", reply.Header("Content-Type"));
        Assert.Equal("23", reply.Header("Content-Length"));
        Assert.Equal("*", reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal("true", reply.Header("Access-Control-Allow-Credentials"));
        Assert.Equal(NodeInfo.ServerToken, reply.Header("Server"));
        Assert.True(int.TryParse(reply.Header("X-Kong-Admin-Latency"), out int latency) && latency >= 0);
        Assert.Null(reply.Header("Access-Control-Allow-Methods"));
        Assert.Null(reply.Header("Via"));
    }

    [Fact]
    public async Task Leaves_out_headers_that_the_node_does_not_send()
    {
        await using AdminNode node = await AdminNode.StartAsync(node: new NodeInfo { Headers = ResponseHeaders.None });

        Reply reply = await node.GetAsync("/services");

        Assert.Null(reply.Header("Server"));
        Assert.Null(reply.Header("X-Kong-Admin-Latency"));
    }

    [Fact]
    public async Task Answers_204_without_type_length_or_body()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.DeleteAsync("/services/none");

        Assert.Equal((204, string.Empty), (reply.Status, reply.Text));
        Assert.Null(reply.Header("Content-Type"));
        Assert.Null(reply.Header("Content-Length"));
    }

    [Theory]
    [InlineData("", "https://x.test", "https://x.test")]
    [InlineData("", null, "*")]
    [InlineData("https://a.test,https://b.test", "https://b.test", "https://b.test")]
    [InlineData("https://a.test,https://b.test", "https://x.test", "https://a.test")]
    [InlineData("https://a.test,https://b.test", null, "https://a.test")]
    public async Task Allows_the_origins_of_the_manager(string allowed, string? origin, string expected)
    {
        var options = new AdminOptions { GuiOrigins = allowed.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        await using AdminNode node = await AdminNode.StartAsync(options);

        Reply reply = await node.SendAsync(HttpMethod.Get, "/none", headers: origin is null ? [] : [("Origin", origin)]);

        Assert.Equal(expected, reply.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/", "GET, HEAD, OPTIONS")]
    [InlineData("/services", "GET, HEAD, OPTIONS, POST")]
    [InlineData("/services/any", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    [InlineData("/services/any/routes", "GET, HEAD, OPTIONS, POST")]
    [InlineData("/services/any/routes/any", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    [InlineData("/routes/any/service", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    [InlineData("/schemas/services/validate", "OPTIONS, POST")]
    [InlineData("/schemas/plugins/validate", "OPTIONS, POST")]
    [InlineData("/cache", "DELETE, OPTIONS")]
    [InlineData("/config", "GET, HEAD, OPTIONS, POST")]
    [InlineData("/consumers/any/key-auth/any", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    public async Task Tells_the_methods_of_a_path(string path, string methods)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply plain = await node.SendAsync(Options, path);
        Reply preflight = await node.SendAsync(Options, path, headers: ("Access-Control-Request-Headers", "content-type, x-other"));

        Assert.Equal((204, string.Empty), (plain.Status, plain.Text));
        Assert.Equal((methods, methods), (plain.Header("Allow"), plain.Header("Access-Control-Allow-Methods")));
        Assert.Equal("Content-Type", plain.Header("Access-Control-Allow-Headers"));
        Assert.Equal("content-type, x-other", preflight.Header("Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("/services", 200)]
    [InlineData("/services/none", 404)]
    [InlineData("/services/bad%20name", 400)]
    [InlineData("/services?size=0", 400)]
    [InlineData("/no/such", 404)]
    [InlineData("/", 200)]
    public async Task Answers_HEAD_as_GET_without_the_body(string path, int status)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.SendAsync(HttpMethod.Head, path);

        Assert.Equal((status, string.Empty), (reply.Status, reply.Text));
        Assert.NotEqual("0", reply.Header("Content-Length") ?? "0");
        Assert.Equal("application/json; charset=utf-8", reply.Header("Content-Type"));
    }

    [Theory]
    [InlineData("OPTIONS", "/no/such", 404, """{"message":"Not found"}""")]
    [InlineData("GET", "/Services", 404, """{"message":"Not found"}""")]
    [InlineData("GET", "/services//", 404, """{"message":"Not found"}""")]
    [InlineData("DELETE", "/services", 405, """{"message":"Method not allowed"}""")]
    [InlineData("PURGE", "/services", 405, """{"message":"Method not allowed"}""")]
    [InlineData("POST", "/services/x", 405, """{"message":"Method not allowed"}""")]
    [InlineData("GET", "/schemas/plugins/validate", 405, """{"message":"Method not allowed"}""")]
    public async Task Refuses_paths_and_methods_that_are_not_there(string method, string path, int status, string body)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, body), (reply.Status, reply.Text));
        Assert.Null(reply.Header("Allow"));
    }

    [Theory]
    [InlineData("POST", "/consumers", "text/plain")]
    [InlineData("POST", "/consumers", "Application/JSON")]
    [InlineData("POST", "/consumers", "application/yaml")]
    [InlineData("POST", "/consumers", "")]
    [InlineData("POST", "/no/such/path", "text/plain")]
    [InlineData("PUT", "/", "text/plain")]
    [InlineData("PATCH", "/consumers/a", "text/plain")]
    public async Task Refuses_other_content_types_before_anything_else(string method, string path, string type)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.SendAsync(new HttpMethod(method), path, "x", type, ("Origin", "https://x.test"));

        Assert.Equal(415, reply.Status);
        Assert.Equal("text/html; charset=UTF-8", reply.Header("Content-Type"));
        Assert.Equal(
            "<html>\r\n<head><title>415 Unsupported Media Type</title></head>\r\n<body>\r\n<center><h1>415 Unsupported Media Type</h1></center>\r\n"
            + "</body>\r\n</html>\r\n",
            reply.Text);
        Assert.Equal("https://x.test", reply.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", """{"username":"a"}""")]
    [InlineData("application/jsonx", """{"username":"a"}""")]
    [InlineData("application/x-www-form-urlencoded; charset=UTF-8", "username=a")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\na\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=\"x y\"", "--x y\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\na\r\n--x y--\r\n")]
    [InlineData(
        "multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nz\r\n--b\r\n"
        + "Content-Disposition: form-data; name=\"username\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\na\r\n--b--\r\n")]
    public async Task Takes_three_kinds_of_bodies(string type, string body)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.SendAsync(HttpMethod.Post, "/consumers", body, type);

        Assert.Equal(201, reply.Status);
        Assert.Equal("a", (string?)reply.Json["username"]);
    }

    [Fact]
    public async Task Takes_no_body_for_no_arguments()
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply put = await node.SendAsync(HttpMethod.Put, "/consumers/a");
        Reply multipart = await node.SendAsync(HttpMethod.Put, "/consumers/b", "anything", "multipart/form-data");
        Reply listing = await node.SendAsync(HttpMethod.Get, "/consumers", "{broken", "application/json");

        Assert.Equal((200, 200, 200), (put.Status, multipart.Status, listing.Status));
    }

    [Fact]
    public async Task Refuses_a_body_of_ten_megabytes()
    {
        await using AdminNode node = await AdminNode.StartAsync();
        string body = new('x', (10 * 1024 * 1024) + 1);

        Reply reply = await node.SendAsync(HttpMethod.Post, "/consumers", body, "application/json");

        Assert.Equal(413, reply.Status);
        Assert.Contains("<h1>413 Request Entity Too Large</h1>", reply.Text, StringComparison.Ordinal);
        Assert.Equal("text/html; charset=UTF-8", reply.Header("Content-Type"));
        Assert.True(reply.Message.Headers.ConnectionClose);
        Assert.NotNull(reply.Header("X-Kong-Admin-Latency"));
        Assert.Equal(NodeInfo.ServerToken, reply.Header("Server"));
        Assert.Null(reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal(200, (await node.GetAsync("/consumers")).Status);
    }

    [Fact]
    public async Task Refuses_a_chunked_body_when_it_grows_too_long()
    {
        await using AdminNode node = await AdminNode.StartAsync(new AdminOptions { MaxBodySize = 1000 });
        string chunk = "100\r\n" + new string('x', 256) + "\r\n";
        string head = $"POST /consumers HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

        string answer = await SendRawAsync(node, head + chunk + chunk + chunk + chunk + "0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /services/%zz HTTP/1.1", "400")]
    [InlineData("GET /services/%4 HTTP/1.1", "400")]
    [InlineData("GET /services/%00 HTTP/1.1", "400")]
    [InlineData("GET http://a/services HTTP/1.1", "200")]
    [InlineData("GET http://a HTTP/1.1", "200")]
    [InlineData("OPTIONS * HTTP/1.1", "400")]
    [InlineData("TRACE /services HTTP/1.1", "405")]
    [InlineData("POST /services HTTP/1.1\r\nTransfer-Encoding: chunked", "415")]
    public async Task Answers_odd_request_lines(string start, string status)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        string answer = await SendRawAsync(node, start + "\r\nHost: a\r\nConnection: close\r\n\r\n0\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/robots.txt")]
    [InlineData("/robots.txt/more")]
    public async Task Keeps_robots_away(string path)
    {
        await using AdminNode node = await AdminNode.StartAsync();

        Reply reply = await node.GetAsync(path);

        Assert.Equal("User-agent: *\nDisallow: /", reply.Text);
        Assert.Equal("text/plain; charset=UTF-8", reply.Header("Content-Type"));
        Assert.Null(reply.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Hides_unexpected_errors()
    {
        await using AdminNode node = await AdminNode.StartAsync(store: new BrokenStore());

        Reply reply = await node.GetAsync("/services/x");

        Assert.Equal((500, """{"message":"An unexpected error occurred"}"""), (reply.Status, reply.Text));
    }

    private static async Task<string> SendRawAsync(AdminNode node, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", node.Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private sealed class BrokenStore : IEntityStore
    {
        public bool IsWritable => true;

        public ValueTask<IEntity?> FindAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<IEntity?> FindByAsync(EntitySchema schema, string field, string value, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<IEntity?> FindChildAsync(
            EntitySchema schema, ParentFilter parent, string field, string value, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<StoreResult<bool>> WriteAsync(IReadOnlyList<EntityWrite> writes, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<StoreResult<Page>> ListAsync(EntitySchema schema, PageRequest request, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<IReadOnlyList<IEntity>> ListChildrenAsync(
            EntitySchema schema, string field, IReadOnlyCollection<Guid> parents, CancellationToken cancellationToken, bool mayLag = false) => throw Failure();

        public ValueTask<StoreResult<TagPage>> ListTagsAsync(TagRequest request, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<StoreResult<IEntity>> InsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<StoreResult<IEntity>> UpdateAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<StoreResult<IEntity>> UpsertAsync(EntitySchema schema, IEntity entity, CancellationToken cancellationToken) => throw Failure();

        public ValueTask<StoreResult<bool>> DeleteAsync(EntitySchema schema, Guid id, CancellationToken cancellationToken) => throw Failure();

        private static InvalidOperationException Failure() => new("the secret reason");
    }
}
