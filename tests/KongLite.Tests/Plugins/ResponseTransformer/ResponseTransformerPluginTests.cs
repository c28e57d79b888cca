using System.Text;
using KongLite.Plugins.ResponseTransformer;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.ResponseTransformer;

public sealed class ResponseTransformerPluginTests
{
    private static readonly ResponseTransformerConfig Everything = new()
    {
        Remove = new() { Json = ["gone"] },
        Rename = new() { Json = ["old:new"] },
        Replace = new() { Json = ["rep:R", "none:R"] },
        Add = new() { Json = ["add:A"] },
        Append = new() { Json = ["list:L"] },
    };

    [Fact]
    public void Changes_headers_in_the_order_of_the_rules()
    {
        Exchange exchange = Answer(
            "text/plain", ("X-One", "1"), ("X-Two", "a"), ("X-Two", "b"), ("X-Rep", "a"), ("X-Rep", "b"), ("X-Has", "mine"), ("X-App", "5"));

        Filter(
            exchange,
            new ResponseTransformerConfig
            {
                Remove = new() { Headers = ["x-one"] },
                Rename = new() { Headers = ["x-two:X-New", "X-None:X-Has"] },
                Replace = new() { Headers = ["X-Rep:r", "X-None:r"] },
                Add = new() { Headers = ["X-Add:a:b", "X-Has:a", "X-Empty:"] },
                Append = new() { Headers = ["X-App:1", "X-App:2", "X-Lone:3"] },
            });

        Assert.Equal(
            ["Content-Type: text/plain", "X-Add: a:b", "X-App: 5,1,2", "X-Has: mine", "X-Lone: 3", "X-New: a,b", "X-Rep: r"],
            exchange.Response.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Decides_before_the_first_change_whether_a_header_is_there()
    {
        Exchange exchange = Answer("text/plain", ("X-A", "1"), ("X-B", "2"));

        Filter(
            exchange,
            new ResponseTransformerConfig
            {
                Remove = new() { Headers = ["X-A"] },
                Rename = new() { Headers = ["X-B:X-C"] },
                Replace = new() { Headers = ["X-C:r"] },
                Add = new() { Headers = ["X-A:new"] },
            });

        Assert.Null(exchange.Response.Header("X-A"));
        Assert.Equal("2", exchange.Response.Header("X-C"));
    }

    [Fact]
    public void Leaves_the_framing_of_the_body_alone_and_lets_no_value_end_its_line()
    {
        Exchange exchange = Answer("text/plain");
        exchange.Response.Headers.ContentLength = 5;

        Filter(
            exchange,
            new ResponseTransformerConfig
            {
                Rename = new() { Headers = ["content-type:Content-Length"] },
                Replace = new() { Headers = ["content-length:7"] },
                Append = new() { Headers = ["Transfer-Encoding:chunked", "X é:a\r\nEvil: é"] },
            });

        Assert.Equal(
            ["Content-Length: 5", "Content-Type: text/plain", "X%20%C3%A9: a%0D%0AEvil: \u00c3\u00a9"],
            exchange.Response.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("APPLICATION/JSON", true)]
    [InlineData("application/json; charset=utf-8", true)]
    [InlineData("application/problem+json", true)]
    [InlineData("text/html, application/json", true)]
    [InlineData("application/jsonp", false)]
    [InlineData("text/html", false)]
    [InlineData("+json", false)]
    [InlineData(null, false)]
    public void Looks_at_bodies_of_JSON_only(string? contentType, bool isChanged)
    {
        Exchange exchange = Answer(contentType);
        exchange.Response.Headers.ContentLength = 10;

        string body = Send(exchange, Everything, """{"gone":1}""");

        Assert.Equal(isChanged ? """{"add":"A","list":["L"]}""" : """{"gone":1}""", body);
        Assert.Equal(isChanged ? null : 10, exchange.Response.Headers.ContentLength);
    }

    [Theory]
    [InlineData("""{"gone":1,"old":[1],"rep":2,"add":"mine","list":[1]}""", """{"rep":"R","add":"mine","list":[1,"L"],"new":[1]}""")]
    [InlineData("""{"old":false,"rep":false,"add":false}""", """{"rep":false,"add":"A","new":false,"list":["L"]}""")]
    [InlineData("""{"empty":[],"o":{"gone":1},"n":null}""", """{"empty":[],"o":{"gone":1},"n":null,"add":"A","list":["L"]}""")]
    [InlineData("{broken", "{broken")]
    [InlineData("[{\"gone\":1}]", "[{\"gone\":1}]")]
    [InlineData("5", "5")]
    [InlineData("null", "null")]
    [InlineData("", "")]
    public void Changes_JSON_objects(string body, string expected)
    {
        Assert.Equal(expected, Send(Answer("application/json"), Everything, body));
    }

    [Fact]
    public void Gives_values_the_configured_types()
    {
        var config = new ResponseTransformerConfig
        {
            Replace = new() { Json = ["r:0x10", "t:no"], JsonTypes = ["number", "boolean"] },
            Add = new() { Json = ["n:1", "b:true", "s:\"x\"", "f:1.5", "bad:1x", "late:2", "none:"], JsonTypes = ["number", "boolean", "string", "number", "number"] },
            Append = new() { Json = ["l:3"], JsonTypes = ["number"] },
        };

        string body = Send(Answer("application/json"), config, """{"r":1,"t":true,"l":[1]}""");

        TestExchange.Equal("""{"r":16,"t":false,"l":[1,3],"n":1,"b":true,"s":"\"x\"","f":1.5,"late":"2"}""", System.Text.Json.Nodes.JsonNode.Parse(body));
    }

    [Fact]
    public void Waits_for_the_whole_body()
    {
        var plugin = new ResponseTransformerPlugin(Everything, NullLogger<ResponseTransformerPlugin>.Instance);
        Exchange exchange = Answer("application/json");
        plugin.HeaderFilter(exchange);
        byte[] shared = Encoding.UTF8.GetBytes("{\"go");
        var first = new BodyChunk(shared, IsLast: false);
        var second = new BodyChunk("ne\":1}"u8.ToArray(), IsLast: false);
        var last = new BodyChunk(default, IsLast: true);

        plugin.BodyFilter(exchange, ref first);
        // The copier uses its buffer again.
        shared.AsSpan().Clear();
        plugin.BodyFilter(exchange, ref second);
        plugin.BodyFilter(exchange, ref last);

        Assert.Equal((0, 0), (first.Data.Length, second.Data.Length));
        Assert.Equal("""{"add":"A","list":["L"]}""", Encoding.UTF8.GetString(last.Data.Span));
    }

    [Fact]
    public void Lets_a_body_pass_that_is_too_large_to_be_held()
    {
        var plugin = new ResponseTransformerPlugin(Everything, NullLogger<ResponseTransformerPlugin>.Instance);
        Exchange exchange = Answer("application/json");
        plugin.HeaderFilter(exchange);
        var first = new BodyChunk("{\"gone\":"u8.ToArray(), IsLast: false);
        var second = new BodyChunk(new byte[ResponseTransformerPlugin.LargestBody], IsLast: false);
        var last = new BodyChunk("1}"u8.ToArray(), IsLast: true);

        plugin.BodyFilter(exchange, ref first);
        plugin.BodyFilter(exchange, ref second);
        plugin.BodyFilter(exchange, ref last);

        Assert.Equal(0, first.Data.Length);
        Assert.Equal("{\"gone\":", Encoding.UTF8.GetString(second.Data.Span[..8]));
        Assert.Equal(ResponseTransformerPlugin.LargestBody + 8, second.Data.Length);
        Assert.Equal("1}", Encoding.UTF8.GetString(last.Data.Span));
    }

    private static Exchange Answer(string? contentType, params (string Name, string Value)[] headers)
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Response.Headers.ContentType = contentType;
        foreach ((string name, string value) in headers)
        {
            exchange.Response.Headers[name] = Microsoft.Extensions.Primitives.StringValues.Concat(exchange.Response.Headers[name], value);
        }

        return exchange;
    }

    private static void Filter(Exchange exchange, ResponseTransformerConfig config) =>
        new ResponseTransformerPlugin(config, NullLogger<ResponseTransformerPlugin>.Instance).HeaderFilter(exchange);

    private static string Send(Exchange exchange, ResponseTransformerConfig config, string body)
    {
        var plugin = new ResponseTransformerPlugin(config, NullLogger<ResponseTransformerPlugin>.Instance);
        var chunk = new BodyChunk(Encoding.UTF8.GetBytes(body), IsLast: true);
        plugin.HeaderFilter(exchange);
        plugin.BodyFilter(exchange, ref chunk);
        return Encoding.UTF8.GetString(chunk.Data.Span);
    }
}
