using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Tests.Store;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Gateway.Snapshot;

public sealed class UnreachableDatabaseTests : IDisposable
{
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_node_starts_and_takes_its_configuration_when_the_database_comes()
    {
        await using ProxyHost host = await StartAsync(isLost: true);
        HttpStatusCode without = (await host.Client.GetAsync("/a")).StatusCode;

        Find(host);
        await Wait.UntilAsync(() => host.State.Current.Version >= 0);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.NotFound), (without, (await host.Client.GetAsync("/a")).StatusCode));
        Assert.Equal(2, _log.Of(LogLevel.Information).Count(line => line.StartsWith("the database can", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("application/json", "application/json; charset=utf-8", "{\n  \"message\":\"The node has no configuration yet\",\n  \"request_id\":\"")]
    [InlineData("text/html", "text/html; charset=utf-8", "<p>The node has no configuration yet.</p>")]
    [InlineData("application/xml", "application/xml; charset=utf-8", "<message>The node has no configuration yet</message>")]
    [InlineData("text/plain", "text/plain; charset=utf-8", "The node has no configuration yet\nrequest_id: ")]
    public async Task Without_a_configuration_every_request_is_answered_with_503(string accept, string type, string text)
    {
        await using ProxyHost host = await StartAsync(isLost: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/any?thing");
        request.Headers.Add("Accept", accept);

        using HttpResponseMessage answer = await host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, type), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Contains(text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("X-Kong-Response-Latency"));
        Assert.True(answer.Headers.Contains("X-Kong-Request-Id"));
    }

    [Fact]
    public async Task Without_a_configuration_gRPC_is_told_that_the_node_is_unavailable()
    {
        await using ProxyHost host = await StartAsync(isLost: true, HttpProtocols.Http2);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/any.Service/Call")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([]),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

        using HttpResponseMessage answer = await host.Client.SendAsync(request);
        string status = string.Concat(Values(answer, "grpc-status"));
        string message = string.Concat(Values(answer, "grpc-message"));

        Assert.Equal(("14", "The node has no configuration yet"), (status, message));
    }

    [Fact]
    public async Task Without_a_database_a_store_that_fails_stops_the_start()
    {
        StoreException error = await Assert.ThrowsAsync<StoreException>(() => ProxyHost.StartAsync(services: services =>
            services.AddSingleton<IChangeFeed>(provider =>
            {
                FakeDatabase store = ActivatorUtilities.CreateInstance<FakeDatabase>(provider);
                store.Lose();
                return store;
            })));

        Assert.Equal(FakeDatabase.Reason, error.Message);
    }

    [Fact]
    public async Task The_proxy_goes_on_and_follows_the_database_again_when_it_is_back()
    {
        await using EchoUpstream upstream = await EchoUpstream.StartAsync();
        await using ProxyHost host = await StartAsync(isLost: false);
        await host.AddServiceAsync(upstream.Url, "/a");
        Lose(host);
        await Wait.UntilAsync(() => _log.Of(LogLevel.Error).Count > 0);
        HttpStatusCode meanwhile = (await host.Client.GetAsync("/a")).StatusCode;
        bool isWaitedFor = await host.State.WaitForAsync(long.MaxValue, default);

        Find(host);
        await Wait.UntilAsync(() => !host.State.WaitForAsync(long.MaxValue, default).IsCompleted);
        await host.AddServiceAsync(upstream.Url, "/b");

        Assert.Equal((HttpStatusCode.OK, false), (meanwhile, isWaitedFor));
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/b")).StatusCode);
    }

    [Fact]
    public async Task A_plugin_that_needs_the_database_fails_its_requests_and_is_told_of_once()
    {
        await using ProxyHost host = await StartAsync(isLost: false);
        await host.AddServiceAsync("http://127.0.0.1:1");
        await host.AddPluginAsync("probe-lookup", """{"tag":"ann"}""");
        await host.AddAsync<Consumer>("""{"username":"ann"}""");
        Lose(host);

        using HttpResponseMessage first = await host.Client.GetAsync("/");
        using HttpResponseMessage second = await host.Client.GetAsync("/");
        Find(host);
        using HttpResponseMessage after = await host.Client.GetAsync("/");

        Assert.Equal(
            (HttpStatusCode.InternalServerError, HttpStatusCode.InternalServerError, HttpStatusCode.NoContent),
            (first.StatusCode, second.StatusCode, after.StatusCode));
        Assert.Equal("An unexpected error occurred", (string?)(await first.Content.ReadFromJsonAsync<JsonObject>())!["message"]);
        LogLine line = Assert.Single(_log.All, line => line.Text.StartsWith("plugin ", StringComparison.Ordinal));
        Assert.StartsWith("plugin probe-lookup could not ask the store in access, request ", line.Text, StringComparison.Ordinal);
        Assert.Contains(FakeDatabase.Reason, line.Text, StringComparison.Ordinal);
        Assert.Null(line.Error);
    }

    private static IEnumerable<string> Values(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) || answer.TrailingHeaders.TryGetValues(name, out values) ? values : [];

    private static void Lose(ProxyHost host) => host.Services.GetRequiredService<FakeDatabase>().Lose();

    private static void Find(ProxyHost host) => host.Services.GetRequiredService<FakeDatabase>().Find();

    private Task<ProxyHost> StartAsync(bool isLost, HttpProtocols protocols = HttpProtocols.Http1) =>
        ProxyHost.StartAsync(protocols: protocols, services: services =>
        {
            FakeDatabase.Add(services, isLost);
            services.AddSingleton<ILoggerProvider>(_log);
        });
}
