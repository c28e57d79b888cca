using System.Text;
using KongLite.Plugins.RequestTransformer;
using KongLite.Plugins.RequestTransformer.Templates;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.RequestTransformer;

public sealed class RequestTransformerPluginTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Changes_headers_in_the_order_of_the_rules()
    {
        Exchange exchange = TestExchange.Of(
            "GET", "/", null, ("X-Out", "1"), ("X-Old", "o"), ("X-Old", "p"), ("X-New", "lost"), ("x-case", "c"), ("X-Rep", "a"), ("X-Rep", "b"), ("X-Has", "mine"));

        await RunAsync(
            exchange,
            new RequestTransformerConfig
            {
                Remove = new() { Headers = ["x-out"] },
                Rename = new() { Headers = ["x-old:X-New", "X-Case:X-CASE", "X-None:X-Has"] },
                Replace = new() { Headers = ["x-rep:r", "X-None:r"] },
                Add = new() { Headers = ["X-Add:a:b", "x-has:a", "X-Empty:"] },
                Append = new() { Headers = ["X-Has:p", "X-App:1", "X-App:2", "X-Nothing:"] },
            });

        Assert.Equal(
            ["X-Add: a:b", "X-App: 1,2", "X-CASE: c", "X-Has: mine,p", "X-New: o,p", "X-Rep: r"],
            exchange.Request.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Replaces_the_host_and_does_nothing_else_to_it()
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, ("Host", "api.test"), ("Content-Length", "0"));

        await RunAsync(
            exchange,
            new RequestTransformerConfig
            {
                Remove = new() { Headers = ["host", "content-length"] },
                Rename = new() { Headers = ["Host:X-Host"] },
                Replace = new() { Headers = ["HOST:$(headers.host)", "Content-Length:77"] },
                Add = new() { Headers = ["transfer-encoding:chunked"] },
                Append = new() { Headers = ["Host:more"] },
            });

        Assert.Equal("api.test", exchange.Upstream.HostHeader);
        Assert.Equal(["Content-Length: 0", "Host: api.test"], exchange.Request.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lets_no_value_end_its_line()
    {
        Exchange exchange = TestExchange.Of("GET", "/?q=a%0D%0AEvil:%201", null, ("X-R", "1"));

        await RunAsync(
            exchange,
            new RequestTransformerConfig
            {
                Add = new() { Headers = ["X-A:$(query_params.q)"] },
                Replace = new() { Headers = ["X-R:é\n\t"], Uri = "/a\r\n b/$(query_params.q)" },
            });

        Assert.Equal("a%0D%0AEvil: 1", exchange.Request.Headers["X-A"]);
        Assert.Equal("\u00c3\u00a9%0A\t", exchange.Request.Headers["X-R"]);
        Assert.Equal("/a%0D%0A%20b/a%0D%0AEvil:%201", exchange.Upstream.Path);
    }

    [Theory]
    [InlineData("/r?z=1&gone&rep=x&rep=y&old=%2F", "/r?add=A&app=P&new=%2F&rep=R&z=1")]
    [InlineData("/r", "/r?add=A&app=P")]
    [InlineData("/r?app&add=%E9", "/r?add=%E9&app=P")]
    public async Task Changes_the_query(string target, string expected)
    {
        Exchange exchange = TestExchange.Of("GET", target);

        await RunAsync(
            exchange,
            new RequestTransformerConfig
            {
                Remove = new() { Querystring = ["gone"] },
                Rename = new() { Querystring = ["old:new"] },
                Replace = new() { Querystring = ["rep:R", "none:R"] },
                Add = new() { Querystring = ["add:A"] },
                Append = new() { Querystring = ["app:P"] },
            });

        Assert.Equal(expected, "/r" + exchange.Request.QueryWithMark.ToString());
    }

    [Fact]
    public async Task Leaves_the_query_alone_without_rules_for_it()
    {
        Exchange exchange = TestExchange.Of("GET", "/?z=1&a=%20x&flag&");

        await RunAsync(exchange, new RequestTransformerConfig { HttpMethod = "POST", Add = new() { Headers = ["X:1"] } });

        Assert.Equal("?z=1&a=%20x&flag&", exchange.Request.QueryWithMark.ToString());
        Assert.Equal("POST", exchange.Request.Method);
    }

    [Theory]
    [InlineData("application/json", """{"gone":1,"old":2,"rep":3,"list":[1]}""", """{"rep":"R","list":[1,"L"],"new":2,"add":"é"}""")]
    [InlineData("Application/JSON; charset=utf-8", "", """{"add":"é","list":["L"]}""")]
    [InlineData("application/json", """{"gone":1, bad""", null)]
    [InlineData("application/json", "[1]", null)]
    [InlineData("application/json", "\"gone\"", null)]
    [InlineData("application/json", "null", null)]
    [InlineData("text/plain", """{"gone":1}""", null)]
    [InlineData(null, """{"gone":1}""", null)]
    [InlineData(Form, "gone=1&old=x%20y&rep=2", "new=x%20y&rep=R&add=%C3%A9&list=L")]
    [InlineData(Form, "", "add=%C3%A9&list=L")]
    [InlineData(
        "multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"gone\"\r\n\r\n1\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"add\"\r\n\r\né\r\n--b--\r\n")]
    [InlineData("multipart/form-data", "--b\r\nContent-Disposition: form-data; name=\"gone\"\r\n\r\n1\r\n--b--\r\n", null)]
    public async Task Changes_bodies_by_their_type(string? contentType, string body, string? expected)
    {
        Exchange exchange = TestExchange.Of("POST", "/", body);
        exchange.Request.Headers.ContentType = contentType;

        await RunAsync(
            exchange,
            new RequestTransformerConfig
            {
                Remove = new() { Body = ["gone"] },
                Rename = new() { Body = ["old:new"] },
                Replace = new() { Body = ["rep:R"] },
                Add = new() { Body = ["add:é"] },
                Append = new() { Body = ["list:L"] },
            });

        Assert.Equal(expected, exchange.Upstream.Body is { } sent ? Encoding.UTF8.GetString(sent.Span) : null);
    }

    [Fact]
    public async Task Keeps_a_body_to_which_no_rule_applies()
    {
        Exchange exchange = TestExchange.Of("POST", "/", """{ "a" : 1 }""", ("Content-Type", "application/json"));

        await RunAsync(exchange, new RequestTransformerConfig { Remove = new() { Body = ["none"] }, Add = new() { Body = ["a:2"] } });

        Assert.Null(exchange.Upstream.Body);
    }

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(RequestTransformerPlugin.LargestBody + 1, true)]
    public async Task Changes_bodies_up_to_a_limit(int size, bool isRefused)
    {
        Exchange exchange = TestExchange.Of("POST", "/", "{\"gone\":\"" + new string('x', size - 11) + "\"}", ("Content-Type", "application/json"));

        PhaseResult result = await RunAsync(exchange, new RequestTransformerConfig { Remove = new() { Body = ["gone"] } });

        Assert.Equal(isRefused ? PhaseResult.Exit : PhaseResult.Continue, result);
        Assert.Equal(isRefused ? null : "{}", exchange.Upstream.Body is { } sent ? Encoding.UTF8.GetString(sent.Span) : null);
    }

    [Theory]
    [InlineData("GET", Form, "?a=1&a=3&b=2")]
    [InlineData("TRACE", Form + "; charset=utf-8", "?a=1&a=3&b=2")]
    [InlineData("PUT", Form, "?b=2&a=1")]
    [InlineData("GET", "text/plain", "?b=2&a=1")]
    public async Task Moves_a_form_into_the_query_of_a_method_without_body(string method, string contentType, string query)
    {
        Exchange exchange = TestExchange.Of("POST", "/?b=2&a=1", "a=3", ("Content-Type", contentType));

        await RunAsync(exchange, new RequestTransformerConfig { HttpMethod = method });

        Assert.Equal(method, exchange.Request.Method);
        Assert.Equal(query, exchange.Request.QueryWithMark.ToString());
        Assert.Null(exchange.Upstream.Body);
    }

    [Fact]
    public async Task Shows_the_templates_the_request_as_it_came()
    {
        Exchange exchange = TestExchange.Of("GET", "/?q=1", null, ("X-A", "old"));

        await RunAsync(
            exchange,
            new RequestTransformerConfig
            {
                Remove = new() { Headers = ["X-A"], Querystring = ["q"] },
                Add = new() { Headers = ["X-A:new", "X-B:$(headers.x_a)$(query_params.q)"], Querystring = ["from:$(query_params.q)$(headers.x_a)"] },
            });

        Assert.Equal(("new", "old1", "?from=1old"), (exchange.Request.Header("X-A"), exchange.Request.Header("X-B"), exchange.Request.QueryWithMark.ToString()));
    }

    [Fact]
    public async Task Escapes_the_path_it_sets()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Request.Captures = new UriCaptures(new Dictionary<string, string> { ["n"] = "jörg?%41" }, []);

        await RunAsync(exchange, new RequestTransformerConfig { Replace = new() { Uri = "/p é/$(uri_captures.n)" } });

        Assert.Equal("/p%20%C3%A9/j%C3%B6rg?%41", exchange.Upstream.Path);
    }

    [Fact]
    public async Task Fails_on_a_path_that_is_none()
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await Assert.ThrowsAsync<TemplateException>(
            async () => await RunAsync(exchange, new RequestTransformerConfig { Replace = new() { Uri = "$(headers.none)x" } }));
    }

    [Fact]
    public void Cannot_be_made_with_templates_or_methods_that_are_not_supported()
    {
        Assert.Throws<TemplateException>(() => new RequestTransformerPlugin(new RequestTransformerConfig { Add = new() { Headers = ["x:$(os.time())"] } }));
        Assert.Throws<NotSupportedException>(() => new RequestTransformerPlugin(new RequestTransformerConfig { HttpMethod = "CONNECT" }));
    }

    private static ValueTask<PhaseResult> RunAsync(Exchange exchange, RequestTransformerConfig config) => new RequestTransformerPlugin(config).AccessAsync(exchange);
}
