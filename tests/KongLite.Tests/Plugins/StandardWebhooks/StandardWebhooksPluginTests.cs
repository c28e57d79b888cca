using System.Security.Cryptography;
using System.Text;
using KongLite.Plugins.StandardWebhooks;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.StandardWebhooks;

public sealed class StandardWebhooksPluginTests
{
    private const string Secret = "s3cret-é";
    private const long Now = 1795362901;

    [Theory]
    [InlineData("hello", Now)]
    [InlineData("hello", Now + 100_000)]
    [InlineData("hello", Now - 299)]
    [InlineData("{\"ü\":1}", Now)]
    public async Task Lets_a_signed_message_pass(string body, long time)
    {
        Exchange exchange = Message(body, time);

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange));
    }

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("webhook-signature")]
    [InlineData("webhook-timestamp")]
    public async Task Rejects_a_message_without_one_of_its_headers(string header)
    {
        Exchange exchange = Message("hello", Now);
        exchange.Request.Headers.Remove(header);

        await RunAsync(exchange);

        Assert.Equal(new LocalAnswer(LocalAnswerKind.Error, 400), exchange.Local);
    }

    [Fact]
    public async Task Rejects_an_old_message()
    {
        Assert.Equal(PhaseResult.Exit, await RunAsync(Message("hello", Now - 301)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task Rejects_a_message_without_body(string? body)
    {
        Assert.Equal(PhaseResult.Exit, await RunAsync(Message(body, Now)));
    }

    [Fact]
    public async Task Rejects_a_message_larger_than_the_buffer()
    {
        Assert.Equal(PhaseResult.Exit, await RunAsync(Message(new string('x', 11_000), Now)));
    }

    [Theory]
    [InlineData("webhook-id", "other")]
    [InlineData("webhook-timestamp", "1795362902")]
    [InlineData("webhook-timestamp", "soon")]
    [InlineData("webhook-signature", "v1,AAAA")]
    [InlineData("webhook-signature", "")]
    public async Task Rejects_what_the_signature_does_not_cover(string header, string value)
    {
        Exchange exchange = Message("hello", Now);
        exchange.Request.Headers[header] = value;

        Assert.Equal(PhaseResult.Exit, await RunAsync(exchange));
    }

    [Fact]
    public async Task Takes_one_signature_only()
    {
        Exchange exchange = Message("hello", Now);
        exchange.Request.Headers["webhook-signature"] = $"{exchange.Request.Headers["webhook-signature"]} v1,AAAA";

        Assert.Equal(PhaseResult.Exit, await RunAsync(exchange));
    }

    [Fact]
    public async Task Signs_the_number_that_it_read_from_the_timestamp()
    {
        Exchange exchange = Message("hello", Now);
        exchange.Request.Headers["webhook-timestamp"] = $" {Now}.0 ";

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange));
    }

    private static ValueTask<PhaseResult> RunAsync(Exchange exchange) =>
        new StandardWebhooksPlugin(new StandardWebhooksConfig { SecretV1 = Secret }, new TestClock(TestExchange.Start)).AccessAsync(exchange);

    private static Exchange Message(string? body, long time)
    {
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"msg_1.{time}.{body}"));
        return TestExchange.Of(
            "POST", "/", body, ("webhook-id", "msg_1"), ("webhook-timestamp", $"{time}"), ("webhook-signature", "v1," + Convert.ToBase64String(signature)));
    }
}
