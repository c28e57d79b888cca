using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using KongLite.Testing;
using KongLite.Tests.Plugins.Jwt;

namespace KongLite.Tests.Plugins.Shared.Authentication;

/// <summary>The authentication plugins together, on a whole node.</summary>
public sealed class AuthenticationTests : IAsyncLifetime
{
    private static readonly string Login = $"Basic {Convert.ToBase64String("ann:pw"u8)}";
    private FakeUpstream _upstream = null!;
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync();
        _gateway = await TestGateway.StartAsync();
        await PostAsync("/services", new { name = "s", url = _upstream.Uri });
        await PostAsync("/services/s/routes", new { name = "r", paths = new[] { "/" } });
        await PostAsync("/consumers", new { username = "bob" });
        await PostAsync("/consumers", new { username = "ann" });
        await PostAsync("/consumers", new { username = "guest" });
        await PostAsync("/consumers/bob/key-auth", new { key = "kb" });
        await PostAsync("/consumers/ann/basic-auth", new { username = "ann", password = "pw" });
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(null, false, 401, null)]
    [InlineData("kb", false, 401, null)]
    [InlineData(null, true, 401, null)]
    [InlineData("kb", true, 200, "ann")]
    public async Task Ask_for_every_credential_and_the_last_one_names_the_consumer(string? key, bool hasLogin, int status, string? consumer)
    {
        await PostAsync("/routes/r/plugins", new { name = "key-auth" });
        await PostAsync("/routes/r/plugins", new { name = "basic-auth" });

        Assert.Equal((status, consumer), await AskAsync(key, hasLogin));
    }

    [Theory]
    [InlineData(null, false, "guest")]
    [InlineData("wrong", false, "guest")]
    [InlineData("kb", false, "bob")]
    [InlineData("wrong", true, "ann")]
    [InlineData("kb", true, "bob")]
    public async Task Are_alternatives_with_an_anonymous_consumer(string? key, bool hasLogin, string consumer)
    {
        await PostAsync("/routes/r/plugins", new { name = "key-auth", config = new { anonymous = "guest" } });
        await PostAsync("/routes/r/plugins", new { name = "basic-auth", config = new { anonymous = "guest" } });

        Assert.Equal((200, consumer), await AskAsync(key, hasLogin));
    }

    [Theory]
    [InlineData("guest", "kb", false, 200, "bob")]
    [InlineData("guest", null, false, 401, null)]
    public async Task Leave_the_first_credential_alone_when_the_later_plugin_is_optional(
        string anonymous, string? key, bool hasLogin, int status, string? consumer)
    {
        await PostAsync("/routes/r/plugins", new { name = "key-auth" });
        await PostAsync("/routes/r/plugins", new { name = "basic-auth", config = new { anonymous } });

        Assert.Equal((status, consumer), await AskAsync(key, hasLogin));
    }

    [Fact]
    public async Task Choose_the_configuration_of_the_consumer_for_the_plugins_behind_them()
    {
        await PostAsync("/routes/r/plugins", new { name = "key-auth", config = new { anonymous = "guest" } });
        await PostAsync("/consumers/guest/plugins", new { name = "request-termination", config = new { status_code = 418 } });

        Assert.Equal(418, (await AskAsync(null, false)).Status);
        Assert.Equal((200, "bob"), await AskAsync("kb", false));
    }

    [Fact]
    public async Task Name_members_whose_groups_count_from_the_next_request_on()
    {
        await PostAsync("/routes/r/plugins", new { name = "key-auth" });
        await PostAsync("/routes/r/plugins", new { name = "acl", config = new { allow = new[] { "vip" } } });
        Assert.Equal(403, (await AskAsync("kb", false)).Status);

        await PostAsync("/consumers/bob/acls", new { id = "00000000-0000-4000-8000-000000000001", group = "vip" });
        Assert.Equal(200, (await AskAsync("kb", false)).Status);
        Assert.Equal("vip", _upstream.LastRequest.Headers["X-Consumer-Groups"]);

        await _gateway.Admin.DeleteAsync(new Uri("/acls/00000000-0000-4000-8000-000000000001", UriKind.Relative));
        Assert.Equal(403, (await AskAsync("kb", false)).Status);
    }

    [Fact]
    public async Task Follow_a_changed_token_key_from_the_next_request_on()
    {
        using var first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await PostAsync("/routes/r/plugins", new { name = "jwt" });
        await PostAsync("/consumers/bob/jwt", new { key = "k", algorithm = "ES256", rsa_public_key = first.ExportSubjectPublicKeyInfoPem() });
        string token = Tokens.Of("""{"iss":"k"}""", """{"alg":"ES256"}""", data => first.SignData(data, HashAlgorithmName.SHA256));
        Assert.Equal(HttpStatusCode.OK, (await _gateway.Proxy.GetAsync(new Uri($"/?jwt={token}", UriKind.Relative))).StatusCode);

        await _gateway.Admin.PatchAsJsonAsync("/jwts/k", new { rsa_public_key = second.ExportSubjectPublicKeyInfoPem() });

        Assert.Equal(HttpStatusCode.Unauthorized, (await _gateway.Proxy.GetAsync(new Uri($"/?jwt={token}", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("key-auth", "apikey: ")]
    [InlineData("basic-auth", "Authorization: Basic ")]
    [InlineData("hmac-auth", "Authorization: hmac username=\"ann\", algorithm=\"hmac-sha256\", headers=\"date\", signature=\"")]
    [InlineData("jwt", "Authorization: Bearer ")]
    [InlineData("jwt", "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.")]
    public async Task Answer_401_to_any_bytes(string plugin, string header)
    {
        await PostAsync("/routes/r/plugins", new { name = plugin });
        byte[] garbage = [.. Enumerable.Range(0x21, 0xDF).Select(each => (byte)each).Where(each => each != 0x7F)];

        foreach (int length in (int[])[0, 1, 2, 3, 5, 64, 222])
        {
            Assert.StartsWith("HTTP/1.1 401 ", await SendAsync([.. Encoding.ASCII.GetBytes(header), .. garbage.AsSpan(garbage.Length - length)]), StringComparison.Ordinal);
        }

        Assert.StartsWith("HTTP/1.1 401 ", await SendAsync([.. Encoding.ASCII.GetBytes(header + new string('A', 7000))]), StringComparison.Ordinal);
    }

    private async Task<(int Status, string? Consumer)> AskAsync(string? key, bool hasLogin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        if (key is not null)
        {
            request.Headers.Add("apikey", key);
        }

        if (hasLogin)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Login);
        }

        using HttpResponseMessage response = await _gateway.Proxy.SendAsync(request);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? _upstream.LastRequest.Headers["X-Consumer-Username"].ToString() : null);
    }

    private async Task<string> SendAsync(byte[] header)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _gateway.ProxyUri.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync((byte[])
        [
            .. "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nDate: "u8, .. Encoding.ASCII.GetBytes(DateTimeOffset.UtcNow.ToString("R")), .. "\r\n"u8,
            .. header, .. "\r\n\r\n"u8,
        ]);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private async Task PostAsync(string path, object entity) => (await _gateway.Admin.PostAsJsonAsync(path, entity)).EnsureSuccessStatusCode();
}
