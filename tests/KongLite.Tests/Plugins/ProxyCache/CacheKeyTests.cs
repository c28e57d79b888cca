using System.Security.Cryptography;
using System.Text;
using KongLite.Plugins.ProxyCache;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Plugins.ProxyCache;

public sealed class CacheKeyTests
{
    private static readonly ProxyCacheConfig Config = new() { Strategy = "memory" };
    private static readonly Route Route = new() { Id = Guid.Parse("11111111-2222-3333-4444-555555555555") };

    [Theory]
    [InlineData("/p", "GET|GET /p HTTP/1.1||")]
    [InlineData("/p?b=2&a=1", "GET|GET /p|a=1:b=2|")]
    [InlineData("/p?", "GET|GET /p||")]
    [InlineData("/P?a=2&a=1&c&d=", "GET|GET /P|a=1,2:c:d=|")]
    [InlineData("/p?a=x%20y", "GET|GET /p|a=x y|")]
    public void Is_the_hash_that_Kong_makes(string target, string text)
    {
        string key = new CacheKey(Config).Of(TestExchange.Of("GET", target));

        Assert.Equal(Hash($"default|{text}"), key);
    }

    [Fact]
    public void Names_the_consumer_and_the_route()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Route = Route;
        string ofRoute = new CacheKey(Config).Of(exchange);
        exchange.Client.Authenticate(new Consumer { Id = Guid.Empty }, null, null);

        string ofConsumer = new CacheKey(Config).Of(exchange);

        Assert.Equal(Hash($"{Route.Id}|GET|GET / HTTP/1.1||"), ofRoute);
        Assert.Equal(Hash($"{Guid.Empty}:{Route.Id}|GET|GET / HTTP/1.1||"), ofConsumer);
    }

    [Theory]
    [InlineData("/?a=1&x=1", "GET /|a=1|")]
    [InlineData("/?a=1&b=2", "GET /|b=2:a=1|")]
    public void Looks_at_the_arguments_it_is_told_in_the_order_it_is_told(string target, string text)
    {
        string key = new CacheKey(Config with { VaryQueryParams = ["b", "a"] }).Of(TestExchange.Of("GET", target));

        Assert.Equal(Hash($"default|GET|{text}"), key);
    }

    [Fact]
    public void Looks_at_the_headers_it_is_told()
    {
        var cacheKey = new CacheKey(Config with { VaryHeaders = ["X-B", "X-A", "X-C"] });

        string key = cacheKey.Of(TestExchange.Of("GET", "/", null, ("x-a", "1"), ("X-B", "3"), ("X-B", "2"), ("X-D", "4")));
        string empty = cacheKey.Of(TestExchange.Of("GET", "/", null, ("x-a", "")));

        Assert.Equal(Hash("default|GET|GET / HTTP/1.1||X-B=2,3:X-A=1"), key);
        Assert.Equal(Hash("default|GET|GET / HTTP/1.1||X-A="), empty);
    }

    [Fact]
    public void Lowers_the_path_alone_when_case_does_not_matter()
    {
        string key = new CacheKey(Config with { IgnoreUriCase = true }).Of(TestExchange.Of("GET", "/ABC?Q=V"));

        Assert.Equal(Hash("default|GET|get /abc|Q=V|"), key);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
