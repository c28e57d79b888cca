using KongLite.Plugins.Acl;
using KongLite.Plugins.BasicAuth;
using KongLite.Plugins.KeyAuth;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Store.Declarative;

namespace KongLite.Tests.Store.Declarative;

/// <summary>Ids that Kong 3.9.3 derived from the same documents.</summary>
public sealed class StableIdTests
{
    private const string Document = """
        _format_version: "3.0"
        services:
        - name: s1
          host: h
          plugins:
          - name: key-auth
          - name: opentelemetry
            consumer: bob
        routes:
        - name: r1
          paths: [/1]
          plugins:
          - name: cors
        - name: r2
          paths: [/2]
        consumers:
        - username: bob
          acls:
          - group: g1
          basicauth_credentials:
          - username: bu
            password: p
        - custom_id: only
        upstreams:
        - name: u1
          targets:
          - target: 1.2.3.4
        targets:
        - target: 5.6.7.8:90
          upstream: u1
        key_sets:
        - name: ks
        keys:
        - kid: "1"
          set: ks
          jwk: "{vault://env/jwk}"
        vaults:
        - prefix: my-v
          name: env
        plugins:
        - name: prometheus
        - name: http-log
        - name: rate-limiting
          service: s1
          consumer: bob
        acls:
        - group: g2
          consumer: bob
        keyauth_credentials:
        - key: known
          consumer: bob
        """;

    [Theory]
    [InlineData("services", "s1", "356ebaf8-b7af-5cba-99a1-f392e34730ab")]
    [InlineData("routes", "r1", "4726a05a-d550-537e-9fc3-a07c7a1188c7")]
    [InlineData("routes", "r2", "6a38f15e-bfa5-5fd5-9da5-0f8cf7e34b7d")]
    [InlineData("consumers", "bob", "def4f7d3-9863-5ad2-8fa9-c949bf26f55e")]
    [InlineData("upstreams", "u1", "0e7a237a-6645-50cc-8e6d-514947af04b9")]
    [InlineData("key_sets", "ks", "27667a42-60c3-58a6-98a9-1ce7ab79e2d7")]
    [InlineData("plugins", "key-auth", "c490489e-4399-5c4c-b86d-ad8ac16eb6f5")]
    [InlineData("plugins", "cors", "560b3b4c-34d8-5229-b857-ca18a6482700")]
    [InlineData("plugins", "prometheus", "18f2f6e2-5e0a-5bfa-93be-849850c0c527")]
    [InlineData("plugins", "http-log", "bae4a2dc-4262-5a94-97cf-32833e571852")]
    [InlineData("plugins", "rate-limiting", "c58697f7-497c-5eeb-bf55-b257d9ab777f")]
    [InlineData("acls", "g1", "b28f5018-192e-599c-ad0a-600321305d58")]
    [InlineData("acls", "g2", "3f4691e7-5618-53f8-a014-12005c1ceb09")]
    [InlineData("basicauth_credentials", "bu", "4e1586cb-151b-530e-9d46-10b31324079c")]
    [InlineData("targets", "1.2.3.4:8000", "bd523d97-ffe2-5976-a2a7-78b6c0a03a7e")]
    [InlineData("targets", "5.6.7.8:90", "036c1e65-0bdf-5b3a-a2d6-767e96847c16")]
    [InlineData("vaults", "my-v", "406ad1d4-58d3-5300-9cb7-c52678f8d0a9")]
    [InlineData("keys", "1", "77e92ceb-7c51-504e-8ed1-8b1f249d8f56")]
    public void Derives_the_same_ids_as_Kong(string schema, string name, string id)
    {
        Assert.Equal(Guid.Parse(id), Find(Read(Document), schema, name).Entity.Id);
    }

    [Fact]
    public void Takes_the_parents_id_and_the_text_of_another_reference()
    {
        DeclaredEntity plugin = Find(Read(Document), "plugins", "opentelemetry");

        Assert.Equal(
            StableIds.V5(StableIds.V5(new Guid("fd02801f-0957-4a15-a55a-c8d9606f30b5"), "plugins"),
                "plugins:*:opentelemetry::356ebaf8-b7af-5cba-99a1-f392e34730ab:bob"),
            plugin.Entity.Id);
    }

    [Theory]
    [InlineData("consumers", "only")]
    [InlineData("keyauth_credentials", "known")]
    public void Makes_up_an_id_where_none_can_be_derived(string schema, string name)
    {
        Guid first = Find(Read(Document), schema, name).Entity.Id;
        Guid second = Find(Read(Document), schema, name).Entity.Id;

        Assert.NotEqual(first, second);
        Assert.Equal(4, first.Version);
    }

    [Fact]
    public void Keeps_a_given_id_and_derives_one_where_it_is_null()
    {
        DeclarativeConfig config = Read("""
            _format_version: "3.0"
            services:
            - {name: s1, host: h, id: ~}
            - {name: s2, host: h, id: 11111111-1111-4111-8111-111111111111}
            """);

        Assert.Equal(Guid.Parse("356ebaf8-b7af-5cba-99a1-f392e34730ab"), Find(config, "services", "s1").Entity.Id);
        Assert.Equal(Guid.Parse("11111111-1111-4111-8111-111111111111"), Find(config, "services", "s2").Entity.Id);
    }

    private static DeclarativeConfig Read(string text)
    {
        var catalog = new SchemaCatalog(
            [
                EntitySchema.Of<Service>(), EntitySchema.Of<Route>(), EntitySchema.Of<Consumer>(), EntitySchema.Of<Plugin>(),
                EntitySchema.Of<Upstream>(), EntitySchema.Of<Target>(), EntitySchema.Of<KeySet>(), EntitySchema.Of<Key>(), EntitySchema.Of<Vault>(),
            ],
            [
                PluginDefinition.Of(typeof(KeyAuth)), PluginDefinition.Of(typeof(Cors)), PluginDefinition.Of(typeof(Prometheus)),
                PluginDefinition.Of(typeof(HttpLog)), PluginDefinition.Of(typeof(RateLimiting)), PluginDefinition.Of(typeof(OpenTelemetry)),
            ]);
        DeclarativeResult result = new DeclarativeReader(catalog, new SchemaProcessor(catalog, TimeProvider.System)).ReadYaml(text);
        Assert.Null(result.Errors?.Message);
        return result.Config!;
    }

    private static DeclaredEntity Find(DeclarativeConfig config, string schema, string name) =>
        config.Entities.Single(each => each.Schema.Name == schema
            && new[] { "name", "username", "custom_id", "group", "target", "prefix", "kid", "key" }
                .Any(field => each.Schema.Record.Find(field) is not null && (string?)each.Schema.Read(each.Entity, field) == name));

    [Plugin<TestConfig>("key-auth", Entities = [typeof(KeyAuthCredential), typeof(BasicAuthCredential), typeof(AclGroup)])]
    private sealed class KeyAuth;

    [Plugin<TestConfig>("cors")]
    private sealed class Cors;

    [Plugin<TestConfig>("prometheus")]
    private sealed class Prometheus;

    [Plugin<TestConfig>("http-log")]
    private sealed class HttpLog;

    [Plugin<TestConfig>("rate-limiting")]
    private sealed class RateLimiting;

    [Plugin<TestConfig>("opentelemetry")]
    private sealed class OpenTelemetry;
}
