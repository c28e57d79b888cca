using System.Net;

namespace KongLite.Tests.Gateway.Forwarding;

public sealed class RetryTests
{
    [Theory]
    [InlineData("""{"retries":null,"connect_timeout":null,"write_timeout":null,"read_timeout":null}""", 6)]
    [InlineData("{}", 6)]
    [InlineData("""{"retries":0}""", 1)]
    public async Task A_service_that_hangs_up_is_tried_as_often_as_it_allows(string service, int tries)
    {
        await using var upstream = new RawUpstream(string.Empty);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync(upstream.Url, service: service);

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal((HttpStatusCode.BadGateway, tries), (answer.StatusCode, upstream.Count));
    }
}
