using System.Text.Json;
using KongLite.Sdk.Entities;
using KongLite.Tests.Gateway.Tls;

namespace KongLite.Tests.Gateway.Vaults;

/// <summary>Secrets that are found through a row of a vault.</summary>
public sealed class VaultRowTests : IDisposable
{
    // Of this test alone: the environment is that of all.
    private readonly string _mark = $"KONGLITE_TEST_{Guid.NewGuid():N}_";
    private readonly List<string> _variables = [];

    public void Dispose() => _variables.ForEach(name => Environment.SetEnvironmentVariable(name, null));

    [Fact]
    public async Task Plugins_follow_the_row()
    {
        Set("A_TOKEN", "first");
        Set("B_TOKEN", """{"key":"second"}""");
        await using ProxyHost host = await ProxyHost.StartAsync();
        await host.AddServiceAsync("http://127.0.0.1:1", "/whole");
        await host.AddPluginAsync("probe-high", """{"act":"access:secret","secret":"{vault://my-env/token}"}""", route: host.LastRoute!.Id);
        await host.AddServiceAsync("http://127.0.0.1:1", "/member");
        await host.AddPluginAsync("probe-high", """{"act":"access:secret","secret":"{vault://my-env/token/key}"}""", route: host.LastRoute!.Id);
        Assert.Equal(string.Empty, await host.Client.GetStringAsync("/whole"));

        Vault vault = await host.AddAsync<Vault>($$$"""{"name":"env","prefix":"my-env","config":{"prefix":"{{{_mark}}}a-"}}""");
        Assert.Equal(("first", string.Empty), (await host.Client.GetStringAsync("/whole"), await host.Client.GetStringAsync("/member")));

        await host.ChangeAsync(vault with { Config = JsonSerializer.SerializeToElement(new { prefix = _mark + "B_" }) });
        Assert.Equal("second", await host.Client.GetStringAsync("/member"));

        await host.RemoveAsync<Vault>(vault.Id);
        Assert.Equal(string.Empty, await host.Client.GetStringAsync("/member"));
    }

    [Fact]
    public async Task Certificates_follow_the_row()
    {
        var root = new Authority();
        KeyPair pair = root.Issue("a.test");
        Set("CERT", pair.Cert);
        Set("KEY", pair.Key);
        await using ProxyHost host = await ProxyHost.StartAsync(certificate: root.Issue("own.test").Serve());
        Certificate row = await host.AddAsync<Certificate>("""{"cert":"{vault://my-env/cert}","key":"{vault://my-env/key}"}""");
        await host.AddAsync<Sni>($$$"""{"name":"a.test","certificate":{"id":"{{{row.Id}}}"}}""");
        Assert.Equal("own.test", await TlsClient.ShownAsync(host.TlsAddress, "a.test"));

        Vault vault = await host.AddAsync<Vault>($$$"""{"name":"env","prefix":"my-env","config":{"prefix":"{{{_mark}}}"}}""");
        Assert.Equal("a.test", await TlsClient.ShownAsync(host.TlsAddress, "a.test"));

        await host.RemoveAsync<Vault>(vault.Id);
        Assert.Equal("own.test", await TlsClient.ShownAsync(host.TlsAddress, "a.test"));
    }

    private void Set(string name, string value)
    {
        _variables.Add((_mark + name).ToUpperInvariant());
        Environment.SetEnvironmentVariable(_variables[^1], value);
    }
}
