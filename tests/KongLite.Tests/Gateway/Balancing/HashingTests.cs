using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Balancing;

/// <summary>Two targets and many keys: a key that counts meets both, one that does not meets one.</summary>
public sealed class HashingTests : IAsyncLifetime
{
    private const int Keys = 24;
    private EchoUpstream _one = null!;
    private EchoUpstream _two = null!;
    private ProxyHost _host = null!;

    public async Task InitializeAsync()
    {
        _one = await EchoUpstream.StartAsync();
        _two = await EchoUpstream.StartAsync();
        _host = await ProxyHost.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"hash_on":"path"}""", "/p/{0}", null, 2)]
    [InlineData("""{"hash_on":"path"}""", "/p?u={0}", null, 1)]
    [InlineData("""{"hash_on":"query_arg","hash_on_query_arg":"u"}""", "/p?u={0}", null, 2)]
    [InlineData("""{"hash_on":"query_arg","hash_on_query_arg":"u"}""", "/p?v={0}", null, 1)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant"}""", "/", "x-tenant: {0}", 2)]
    [InlineData("""{"hash_on":"header","hash_on_header":"x_tenant"}""", "/", "X-Tenant: {0}", 2)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant"}""", "/", "X-Other: {0}", 1)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"path"}""", "/{0}", "X-Other: 1", 2)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"path"}""", "/{0}", "X-Tenant: 1", 1)]
    [InlineData("""{"hash_on":"cookie","hash_on_cookie":"lb"}""", "/", "Cookie: a=b; lb={0}", 2)]
    [InlineData("""{"hash_on":"cookie","hash_on_cookie":"lb"}""", "/", "Cookie: lb=same; xlb={0}", 1)]
    [InlineData("""{"hash_on":"ip"}""", "/{0}?x={0}", "X-Forwarded-For: 1.2.3.{0}", 1)]
    [InlineData("""{"hash_on":"consumer","hash_fallback":"path"}""", "/{0}", null, 2)]
    [InlineData("""{"hash_on":"uri_capture","hash_on_uri_capture":"user"}""", "/u/{0}/x", null, 2)]
    [InlineData("""{"hash_on":"uri_capture","hash_on_uri_capture":"user"}""", "/u/same/{0}", null, 1)]
    [InlineData("""{"hash_on":"uri_capture","hash_on_uri_capture":"1"}""", "/u/{0}/x", null, 2)]
    [InlineData("""{"hash_on":"query_arg","hash_on_query_arg":"u"}""", "/p?v={0}&u", null, 1)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"header","hash_fallback_header":"X-Other"}""", "/", "x-other: {0}", 2)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"query_arg","hash_fallback_query_arg":"u"}""", "/?u={0}", null, 2)]
    [InlineData("""{"hash_on":"query_arg","hash_on_query_arg":"u","hash_fallback":"uri_capture","hash_fallback_uri_capture":"user"}""", "/u/{0}/x", null, 2)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"ip"}""", "/{0}", "X-Real-IP: 1.2.3.{0}", 1)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"consumer"}""", "/{0}", null, 1)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"cookie","hash_on_cookie":"lb"}""", "/", "Cookie: lb={0}", 2)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant","hash_fallback":"cookie","hash_on_cookie":"lb"}""", "/", "X-Tenant: a", 1)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant"}""", "/{0}", null, 1)]
    [InlineData("""{"hash_on":"none","algorithm":"consistent-hashing","hash_fallback":"none"}""", "/same", null, 2)]
    public async Task What_is_hashed_decides(string upstream, string path, string? header, int servers)
    {
        await SetUpAsync(upstream);

        for (int i = 0; i < Keys; i++)
        {
            await GetAsync(Filled(path, i), header is null ? null : Filled(header, i));
        }

        Assert.Equal(servers, new[] { _one.Count, _two.Count }.Count(count => count > 0));
    }

    [Fact]
    public async Task Values_of_a_repeated_argument_count_in_any_order()
    {
        await SetUpAsync("""{"hash_on":"query_arg","hash_on_query_arg":"u"}""");

        for (int i = 0; i < 8; i++)
        {
            await GetAsync($"/?u={i}&u=b");
            await GetAsync($"/?u=b&u={i}");

            Assert.Equal((0, 0), (_one.Count % 2, _two.Count % 2));
        }
    }

    // Each pair of requests meets the same target.
    [Theory]
    [InlineData("""{"hash_on":"query_arg","hash_on_query_arg":"u"}""", "/?u{0}&u", null, "/?u{0}&u=true", null)]
    [InlineData("""{"hash_on":"path"}""", "/a/%{1}/./b//c", null, "/a/{0}/b/c?x", null)]
    [InlineData("""{"hash_on":"header","hash_on_header":"X-Tenant"}""", "/", "X-Tenant: a{0}|b", "/", "X-Tenant: a{0}, b")]
    public async Task The_same_key_may_be_written_in_two_ways(string upstream, string path, string? header, string otherPath, string? otherHeader)
    {
        await SetUpAsync(upstream);

        for (int i = 0; i < 12; i++)
        {
            string letter = $"{(char)('a' + i)}";
            string hex = $"{'a' + i:X2}";
            await GetAsync(Filled(path), Filled(header));
            await GetAsync(Filled(otherPath), Filled(otherHeader));

            Assert.Equal((0, 0), (_one.Count % 2, _two.Count % 2));

            string Filled(string? text) =>
                (text ?? string.Empty).Replace("{0}", letter, StringComparison.Ordinal).Replace("{1}", hex, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_address_that_a_trusted_peer_gives_is_the_key()
    {
        await using ProxyHost host = await ProxyHost.StartAsync(new KongLite.Gateway.GatewayOptions { TrustedIps = ["127.0.0.0/8"] });
        await host.AddUpstreamAsync("""{"hash_on":"ip"}""", $"127.0.0.1:{_one.Port}", $"127.0.0.1:{_two.Port}");
        await host.AddServiceAsync("http://pool");

        for (int i = 0; i < Keys; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "X-Real-IP", $"1.2.3.{i}" } } };
            await host.Client.SendAsync(request);
        }

        Assert.True(_one.Count > 0 && _two.Count > 0);
    }

    [Fact]
    public async Task The_consumer_is_the_key_once_it_is_known()
    {
        await SetUpAsync("""{"hash_on":"consumer"}""");

        for (int i = 0; i < Keys; i++)
        {
            Plugin plugin = await _host.AddPluginAsync("probe-low", $$"""{"authenticates":"{{Guid.NewGuid():D}}"}""");
            await GetAsync("/");
            await _host.RemoveAsync<Plugin>(plugin.Id);
        }

        Assert.True(_one.Count > 0 && _two.Count > 0);
    }

    [Fact]
    public async Task A_newcomer_gets_a_cookie_that_brings_it_back()
    {
        await SetUpAsync("""{"hash_on":"cookie","hash_on_cookie":"lb","hash_on_cookie_path":"/x"}""");
        string line = Assert.Single(await CookiesAsync("/"));
        int one = _one.Count;

        for (int i = 0; i < 5; i++)
        {
            Assert.Empty(await CookiesAsync("/", $"Cookie: {line.Split(';')[0]}"));
        }

        Assert.Matches("^lb=[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}; Path=/x; Same-Site=Lax; HttpOnly$", line);
        Assert.Equal(one == 1 ? (6, 0) : (0, 6), (_one.Count, _two.Count));
    }

    [Fact]
    public async Task The_cookie_replaces_the_services_own_of_that_name_and_leaves_others()
    {
        await SetUpAsync("""{"hash_on":"cookie","hash_on_cookie":"lb"}""");
        _one.Answer = _two.Answer = context =>
        {
            context.Response.Headers.SetCookie = new[] { "own=1", "lb=theirs", "lbx=2" };
            return Task.CompletedTask;
        };

        string[] cookies = await CookiesAsync("/");

        Assert.Equal(["own=1", "lbx=2"], cookies[..2]);
        Assert.StartsWith("lb=", cookies[2], StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", cookies[2], StringComparison.Ordinal);
    }

    private static string Filled(string text, int number) => text.Replace("{0}", $"k{number}", StringComparison.Ordinal);

    private async Task SetUpAsync(string upstream)
    {
        await _host.AddUpstreamAsync(upstream, $"127.0.0.1:{_one.Port}", $"127.0.0.1:{_two.Port}");
        await _host.AddServiceAsync("http://pool", path: "~/u/(?<user>[^/]+)");
        await _host.AddAsync<Route>($$"""{"paths":["/"],"service":{"id":"{{_host.LastRoute!.ServiceId:D}}"} }""");
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header?.Split(": ") is [string name, string value])
        {
            request.Headers.TryAddWithoutValidation(name, value.Split('|'));
        }

        return (await _host.Client.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private async Task<string[]> CookiesAsync(string path, string? header = null) =>
        (await GetAsync(path, header)).Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? lines) ? [.. lines] : [];
}
