using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Declarative;

/// <summary>Sound configurations at random: every reference holds and every name is free.</summary>
internal sealed class RandomEntities(int seed, string[] texts, DateTimeOffset now)
{
    private readonly Random _random = new(seed);
    private readonly List<IEntity> _made = [];

    public IEntity[] Many(int count)
    {
        SchemaCatalog catalog = Create();
        var processor = new SchemaProcessor(catalog, new ManualClock(now));
        for (int i = 0; i < count; i++)
        {
            (EntitySchema schema, JsonObject input) = Next(i);
            input["id"] = NextId().ToString("D");
            SchemaResult result = processor.Insert(schema, input);
            Assert.Null(result.Errors?.Message);
            _made.Add(result.Entity!);
        }

        return [.. _made];
    }

    private (EntitySchema Schema, JsonObject Input) Next(int i) => _random.Next(6) switch
    {
        0 => (Services, new JsonObject
        {
            ["name"] = Maybe($"s{i}"),
            ["host"] = "h.test",
            ["port"] = _random.Next(65536),
            ["path"] = Maybe("/p"),
            ["tags"] = Tags(),
            ["enabled"] = _random.Next(2) == 0,
            ["retries"] = Maybe(3),
        }),
        1 => (Routes, new JsonObject
        {
            ["name"] = Maybe($"r{i}"),
            ["paths"] = new JsonArray("/", $"~/{i}\\d+$"),
            ["hosts"] = Maybe(new JsonArray("*.a.test")),
            ["headers"] = Maybe(new JsonObject { ["x-a"] = new JsonArray(Text(), "~*x") }),
            ["service"] = Parent<Service>(),
            ["regex_priority"] = _random.NextInt64(1L << 40),
        }),
        2 when Parent<Consumer>() is { } consumer => (Credentials, new JsonObject
        {
            ["consumer"] = consumer,
            ["key"] = $"{Text()}{i}",
            ["ttl"] = _random.Next(2) * 5000,
            ["tags"] = Tags(),
        }),
        3 when Parent<Consumer>() is { } consumer => (Groups, new JsonObject { ["consumer"] = consumer, ["group"] = $"{Text()}{i}" }),
        4 => (PluginRows, new JsonObject
        {
            ["name"] = "test-plugin",
            ["instance_name"] = $"i{i}",
            ["route"] = Put(new Route { Id = NextId(), CreatedAt = 1, UpdatedAt = 1, Paths = ["/"] }),
            ["consumer"] = Parent<Consumer>(),
            ["config"] = Config(),
        }),
        _ => (Consumers, new JsonObject { ["username"] = $"{Text()}{i}", ["custom_id"] = Maybe($"{i}{Text()}") }),
    };

    private JsonObject Config() => new()
    {
        ["text"] = Maybe(Text()),
        ["ratio"] = Maybe((_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-30, 30))),
        ["words"] = Maybe(new JsonArray(Text(), Text())),
        ["pairs"] = Maybe(new JsonObject { [Text() + "k"] = Text() }),
        ["hosts"] = Maybe(new JsonArray(new JsonObject { ["host"] = Text() }, new JsonObject { ["port"] = 5 })),
        ["anything"] = Anything(4),
    };

    private JsonNode? Anything(int depth) => _random.Next(depth == 0 ? 4 : 6) switch
    {
        0 => null,
        1 => Text(),
        2 => _random.Next(2) == 0,
        3 => _random.NextInt64(1L << 50),
        4 => new JsonArray(Anything(depth - 1), Anything(depth - 1)),
        _ => new JsonObject { [Text()] = Anything(depth - 1), ["x"] = Anything(depth - 1) },
    };

    private JsonObject Put(Route entity)
    {
        _made.Add(entity);
        return new JsonObject { ["id"] = entity.Id.ToString("D") };
    }

    private JsonObject? Parent<T>() where T : IEntity =>
        _made.OfType<T>().ToList() is { Count: > 0 } found ? new JsonObject { ["id"] = found[_random.Next(found.Count)].Id.ToString("D") } : null;

    private JsonNode? Tags() => Maybe(new JsonArray("a", "on", "80", $"t{_random.Next(9)}"));

    private JsonNode? Maybe(JsonNode? value) => _random.Next(3) == 0 ? null : value;

    private string Text() => texts[_random.Next(texts.Length)];

    private Guid NextId()
    {
        byte[] bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
