using KongLite.Plugins.BotDetection;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.BotDetection;

public sealed class BotDetectionPluginTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")]
    [InlineData("Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36")]
    [InlineData("curl/8.5.0")]
    [InlineData("Wget/1.21")]
    [InlineData("python-requests/2.31")]
    [InlineData("HTTPie/3.2")]
    [InlineData("PostmanRuntime/7.36")]
    [InlineData("Twitterbot")]
    [InlineData("")]
    public async Task Lets_browsers_and_tools_pass(string agent)
    {
        Exchange exchange = TestExchange.Of("GET", "/", headers: ("User-Agent", agent));

        PhaseResult result = await new BotDetectionPlugin(new BotDetectionConfig()).AccessAsync(exchange);

        Assert.Equal(PhaseResult.Continue, result);
    }

    [Theory]
    [InlineData("Googlebot/2.1 (+http://www.google.com/bot.html)")]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)")]
    [InlineData("facebookexternalhit/1.1")]
    [InlineData("Twitterbot/1.0")]
    [InlineData("Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)")]
    [InlineData("Mozilla/5.0 Google (+https://developers.google.com/+/web/snippet/)")]
    [InlineData("aws-cli/2.1.0 Python/3.7")]
    [InlineData("aws-sdk-dotnet-45/1.0")]
    [InlineData("Boto3/1.9")]
    [InlineData("Mozilla/5.0 Chrome/100.0 Safari/537.36 PTST/221")]
    [InlineData("Mozilla/5.0 /FooBot 1.0")]
    [InlineData("Argus/1.1 (Nutch)")]
    [InlineData("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1; MSIECrawler)")]
    [InlineData("Apache-HttpClient/4.5")]
    [InlineData("okhttp/4.9.0")]
    [InlineData("Go-http-client")]
    [InlineData("Mozilla/5.0 (compatible; YandexImages/3.0)")]
    [InlineData("WordPress/6.0; https://a.test")]
    [InlineData("SomethingNew-Bot/0.1")]
    [InlineData("My Indexer 3")]
    [InlineData("Mozilla/5.0 (compatible; webcrawler)")]
    public async Task Rejects_what_says_it_is_a_robot(string agent)
    {
        Exchange exchange = TestExchange.Of("GET", "/", headers: ("User-Agent", agent));

        await new BotDetectionPlugin(new BotDetectionConfig()).AccessAsync(exchange);

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Error, 403), exchange.Local);
    }

    [Theory]
    [InlineData("evil/1.0", false)]
    [InlineData("an Evil one", true)]
    [InlineData("Bad client", false)]
    [InlineData("  Bad client ", false)]
    [InlineData("Not Bad", true)]
    [InlineData("Googlebot/2.1", true)]
    [InlineData("not-so-evil/2", true)]
    [InlineData("aXb", false)]
    [InlineData("doubledouble", false)]
    public async Task Asks_the_configured_lists_first(string agent, bool passes)
    {
        var config = new BotDetectionConfig { Allow = ["Googlebot", "not-so-evil"], Deny = ["evil", "^Bad", "a(?=X)", @"^(\w+)\1$"] };
        Exchange exchange = TestExchange.Of("GET", "/", headers: ("User-Agent", agent));

        PhaseResult result = await new BotDetectionPlugin(config).AccessAsync(exchange);

        Assert.Equal(passes ? PhaseResult.Continue : PhaseResult.Exit, result);
    }

    [Fact]
    public async Task Rejects_what_an_expression_for_robots_cannot_decide()
    {
        var config = new BotDetectionConfig { Allow = [@"^(a+)+\1$"], Deny = [@"^(a+)+\1$"] };
        Exchange exchange = TestExchange.Of("GET", "/", headers: ("User-Agent", new string('a', 40) + "!"));

        PhaseResult result = await new BotDetectionPlugin(config).AccessAsync(exchange);

        Assert.Equal(PhaseResult.Exit, result);
    }

    [Fact]
    public async Task Lets_a_request_without_user_agent_pass()
    {
        PhaseResult result = await new BotDetectionPlugin(new BotDetectionConfig { Allow = null, Deny = null }).AccessAsync(TestExchange.Of("GET", "/"));

        Assert.Equal(PhaseResult.Continue, result);
    }

    [Fact]
    public async Task Takes_one_user_agent_only()
    {
        Exchange exchange = TestExchange.Of("GET", "/", headers: [("User-Agent", "curl/8"), ("User-Agent", "curl/9")]);

        await new BotDetectionPlugin(new BotDetectionConfig()).AccessAsync(exchange);

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Error, 400) { Message = "Only one User-Agent header allowed" }, exchange.Local);
    }
}
