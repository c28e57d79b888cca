using System.Globalization;
using KongLite.Gateway.Tls;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Tls;

public sealed class CertificateTableTests
{
    private static readonly Lazy<KeyPair> Pair = new(() => new Authority().Issue("some.test"));

    [Theory]
    [InlineData("a.b.example.com", "a.b.example.com")]
    [InlineData("A.B.Example.COM", "a.b.example.com")]
    [InlineData("x.b.example.com", "*.b.example.com")]
    [InlineData("a.b.example.org", "a.b.example.*")]
    [InlineData("c.d.example.com", "*.d.example.com")]
    [InlineData("b.example.com", "*")]
    [InlineData("y.x.b.example.com", "*")]
    [InlineData("x.com", "*")]
    [InlineData("example.org", "example.*")]
    [InlineData("localhost", "*")]
    [InlineData(".", "*")]
    [InlineData("..", "*")]
    public void Finds_the_name_then_its_wildcards_then_the_star(string name, string expected)
    {
        (CertificateTable table, Dictionary<string, ServerCertificate> byName) = Table(
            "a.b.example.com", "*.b.example.com", "a.b.example.*", "*.d.example.com", "c.d.example.*", "*.com", "example.*", "*");

        Assert.Same(byName[expected], table.Find(name));
    }

    [Theory]
    [InlineData("b.test")]
    [InlineData("")]
    public void Leaves_other_names_to_the_listener(string name) => Assert.Null(Table("a.test").Table.Find(name));

    [Fact]
    public void Tells_a_thousand_names_apart()
    {
        string[] names = [.. Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 2 == 0 ? "*." : string.Empty)}n{i}.example.com"))];
        (CertificateTable table, Dictionary<string, ServerCertificate> byName) = Table(names);

        Assert.All(names, name => Assert.Same(byName[name], table.Find(name.Replace("*", "www", StringComparison.Ordinal))));
    }

    private static (CertificateTable Table, Dictionary<string, ServerCertificate> ByName) Table(params string[] names)
    {
        TlsCertificate shared = Pair.Value.Load();
        var byId = new Dictionary<Guid, CompiledCertificate>();
        var snis = new Dictionary<Guid, IEntity>();
        var byName = new Dictionary<string, ServerCertificate>();
        foreach (string name in names)
        {
            var row = new Certificate { Id = Guid.NewGuid(), Cert = Pair.Value.Cert, Key = Pair.Value.Key };
            var sni = new Sni { Id = Guid.NewGuid(), Name = name, CertificateId = row.Id };
            byName[name] = new ServerCertificate(shared, null);
            byId[row.Id] = new CompiledCertificate(row, byName[name]);
            snis[sni.Id] = sni;
        }

        return (new CertificateTable(byId, snis), byName);
    }
}
