using KongLite.Sdk.Entities;
using KongLite.Sdk.Plugins;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Constraints;

namespace KongLite.Tests.Store;

/// <summary>A credential with everything a store has to mind: a consumer, a unique key that is made up, a lifetime.</summary>
[Entity("test_credentials", EndpointKey = "key", Ttl = true)]
public sealed record TestCredential : IExpiring
{
    [Auto]
    public Guid Id { get; init; }

    [Auto, Timestamp]
    public long CreatedAt { get; init; }

    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    [Auto, Unique]
    public string? Key { get; init; }

    [Set]
    public IReadOnlyList<string>? Tags { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? ExpiresAt { get; init; }

    public IEntity WithExpiry(DateTimeOffset? expiry) => this with { ExpiresAt = expiry };
}

/// <summary>A membership that is unique by its consumer and group together.</summary>
[Entity("test_groups", CacheKey = ["consumer", "group"])]
public sealed record TestGroup : IEntity
{
    [Auto]
    public Guid Id { get; init; }

    [Foreign("consumers", OnDelete = OnDelete.Cascade)]
    public Guid ConsumerId { get; init; }

    public required string Group { get; init; }
}

/// <summary>A plugin's configuration with one field of each kind.</summary>
public sealed record TestConfig
{
    public string? Text { get; init; }

    public double? Ratio { get; init; }

    public bool Flag { get; init; } = true;

    public IReadOnlyList<string>? Words { get; init; }

    public IReadOnlyDictionary<string, string>? Pairs { get; init; }

    public IReadOnlyList<TestHost>? Hosts { get; init; }

    public TestHost Nested { get; init; } = new();

    public System.Text.Json.JsonElement? Anything { get; init; }
}

public sealed record TestHost
{
    public string? Host { get; init; }

    public int Port { get; init; } = 80;
}

[Plugin<TestConfig>("test-plugin", Entities = [typeof(TestCredential), typeof(TestGroup)])]
public sealed class TestPlugin;

[Plugin<TestConfig>("other-plugin")]
public sealed class OtherPlugin;

[Plugin<TestConfig>("route-plugin", NoConsumer = true)]
public sealed class RoutePlugin;

/// <summary>The catalog that the store's tests share.</summary>
internal static class TestCatalog
{
    public static readonly EntitySchema Services = EntitySchema.Of<Service>();
    public static readonly EntitySchema Routes = EntitySchema.Of<Route>();
    public static readonly EntitySchema Consumers = EntitySchema.Of<Consumer>();
    public static readonly EntitySchema PluginRows = EntitySchema.Of<Plugin>();
    public static readonly EntitySchema Credentials = EntitySchema.Of<TestCredential>();
    public static readonly EntitySchema Groups = EntitySchema.Of<TestGroup>();

    public static SchemaCatalog Create() => new(
        [Services, Routes, Consumers, PluginRows],
        [PluginDefinition.Of(typeof(TestPlugin)), PluginDefinition.Of(typeof(OtherPlugin)), PluginDefinition.Of(typeof(RoutePlugin))]);
}
