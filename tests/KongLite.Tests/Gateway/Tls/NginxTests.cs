using System.Net;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Tls;

/// <summary>A service that is not of our making.</summary>
public sealed class NginxTests
{
    private static readonly Authority Root = new();

    [NginxFact]
    public async Task Is_let_in_with_its_certificate_and_the_chain_behind_it()
    {
        Authority clients = new("clients");
        await using NginxServer nginx = await NginxServer.StartAsync(Root.Intermediate("middle").Issue("localhost"), clients);
        await using ProxyHost host = await ProxyHost.StartAsync();
        await AddAsync(host, nginx, clients.Intermediate("near").Issue("gateway.test"));

        Assert.Equal("CN=gateway.test localhost", await host.Client.GetStringAsync("/"));
    }

    [NginxFact]
    public async Task Is_turned_away_with_the_certificate_of_a_stranger()
    {
        await using NginxServer nginx = await NginxServer.StartAsync(Root.Issue("localhost"), new Authority("clients"));
        await using ProxyHost host = await ProxyHost.StartAsync();
        await AddAsync(host, nginx, new Authority("strangers").Issue("gateway.test"));

        HttpResponseMessage answer = await host.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The SSL certificate error", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task AddAsync(ProxyHost host, NginxServer nginx, KeyPair client)
    {
        Certificate shown = await host.AddAsync<Certificate>(client.Body());
        CaCertificate trusted = await host.AddAsync<CaCertificate>(new JsonObject { ["cert"] = Root.Pem }.ToJsonString());
        await host.AddServiceAsync($"https://localhost:{nginx.Port}", service: new JsonObject
        {
            ["client_certificate"] = new JsonObject { ["id"] = shown.Id.ToString("D") },
            ["tls_verify"] = true,
            ["ca_certificates"] = new JsonArray(trusted.Id.ToString("D")),
        }.ToJsonString());
    }
}
