using KongLite.Plugins.Redirect;
using KongLite.Sdk.Exchanges;

namespace KongLite.Tests.Plugins.Redirect;

public sealed class RedirectPluginTests
{
    [Theory]
    [InlineData("https://example.com/to?x=1#y", "https://example.com/to?x=1#y")]
    [InlineData("HTTPS://Example.com:443", "HTTPS://Example.com:443")]
    [InlineData("https://a.test/é\r\nEvil: 1", "https://a.test/\u00c3\u00a9%0D%0AEvil: 1")]
    public async Task Sends_clients_to_the_location_as_it_is(string location, string expected)
    {
        Exchange exchange = await RunAsync(new RedirectConfig { Location = location }, "/r/a?b=1");

        Assert.Equal((301, "redirecting"), (exchange.Local!.Status, exchange.Text()));
        Assert.Equal(expected, exchange.Response.Header("Location"));
        Assert.Single(exchange.Response.Headers);
    }

    [Theory]
    [InlineData("https://example.com/dropped?gone=1", "/r/a/b?c=d&c=e", "https://example.com/r/a/b?c=d&c=e")]
    [InlineData("https://example.com", "/r/?", "https://example.com/r/")]
    [InlineData("HTTPS://User:p@Example.COM:443/x#frag", "/r", "https://User:p@example.com/r#frag")]
    [InlineData("http://[::1]:8080", "/r", "http://[::1]:8080/r")]
    [InlineData("https://bücher.test", "/r", "https://xn--bcher-kva.test/r")]
    [InlineData("https://a.test", "//evil.test/..//%41%20b", "https://a.test/A%20b")]
    [InlineData("https://a.test", "/%C3%A9/%22%3C%7B%7D|?'\"<{%41", "https://a.test/%C3%A9/%22%3C%7B%7D|?%27%22%3C{%41")]
    [InlineData("https://a.test", "/%2F%25%3f", "https://a.test/%2F%25%3F")]
    public async Task Keeps_the_incoming_path_and_query(string location, string target, string expected)
    {
        Exchange exchange = await RunAsync(new RedirectConfig { Location = location, KeepIncomingPath = true, StatusCode = 308 }, target);

        Assert.Equal(308, exchange.Local!.Status);
        Assert.Equal(expected, exchange.Response.Header("Location"));
    }

    [Fact]
    public void Cannot_be_made_with_a_location_whose_path_cannot_be_changed()
    {
        Assert.Throws<UriFormatException>(() => new RedirectPlugin(new RedirectConfig { Location = "https://a b/", KeepIncomingPath = true }));
    }

    private static async Task<Exchange> RunAsync(RedirectConfig config, string target)
    {
        Exchange exchange = TestExchange.Of("GET", target);
        await new RedirectPlugin(config).AccessAsync(exchange);
        return exchange;
    }
}
