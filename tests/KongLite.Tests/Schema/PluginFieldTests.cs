using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Schema.Checks;
using KongLite.Sdk.Schema.Constraints;
using KongLite.Sdk.Schema.Typedefs;

namespace KongLite.Tests.Schema;

/// <summary>What the configurations of plugins ask of the schema engine beyond what the core entities do.</summary>
public sealed class PluginFieldTests
{
    private static readonly RecordSchema Schema = SchemaReader.Read(typeof(Settings));
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([], []), TimeProvider.System);

    [Theory]
    [InlineData("""{"delay":0.0001}""", "schema violation (delay: value should be between 0 and 10)")]
    [InlineData("""{"file":""}""", "schema violation (file: not a path)")]
    [InlineData("""{"file":"a"}""", "schema violation (file: not a path)")]
    [InlineData("""{"file":5}""", "schema violation (file: expected a string)")]
    [InlineData("""{"headers":{"HOST":"x"}}""", "schema violation (headers: cannot be the host)")]
    [InlineData("""{"headers":{"a":"b c"}}""", "schema violation (headers: bad header name 'b c', allowed characters are A-Z, a-z, 0-9, '_', and '-')")]
    [InlineData("""{"names":[null]}""", "schema violation (names.1: required field missing)")]
    [InlineData("""{"gauges":[{}]}""", "schema violation (gauges.1: {\n  kind = \"field required for entity check\"\n})")]
    [InlineData("""{"gauges":[{"kind":null}]}""", "schema violation (gauges.1: {\n  kind = \"required field missing\"\n})")]
    [InlineData(
        """{"gauges":[{"kind":"rate","per":0}]}""",
        "schema violation (gauges.1: {\n  [\"@entity\"] = {\n    \"failed conditional validation given value of field 'kind'\"\n  },\n  per = \"value must be greater than 0\"\n})")]
    [InlineData("""{"inner":{"low":7},"delay":3}""", "schema violation (the delay is below low)")]
    [InlineData("""{"inner":{"low":7},"delay":30}""", "schema violation (delay: value should be between 0 and 10)")]
    public void Says_what_is_wrong(string input, string message)
    {
        Assert.Equal(message, _processor.Process(Schema, Parse(input))?.Message);
    }

    [Theory]
    [InlineData("""{}""", """{"low":5,"high":null,"anything":null}""")]
    [InlineData("""{"inner":{}}""", """{"low":1,"high":null,"anything":null}""")]
    [InlineData("""{"inner":{"high":9}}""", """{"low":1,"high":9,"anything":null}""")]
    public void Gives_a_record_its_own_default_only_where_it_is_missing(string input, string inner)
    {
        JsonObject record = Parse(input);

        Assert.Null(_processor.Process(Schema, record));
        Assert.Equal(inner, record["inner"]!.ToJsonString());
    }

    [Fact]
    public void Takes_vault_references_as_values_of_a_map()
    {
        Assert.Null(_processor.Process(Schema, Parse("""{"headers":{"a":"{vault://env/a b}"}}""")));
    }

    [Theory]
    [InlineData("inner", """{"low":5}""")]
    [InlineData("gauges", """[{"kind":"count"}]""")]
    public void Shows_of_a_default_what_is_set(string field, string value)
    {
        Assert.Equal(value, Described(field)["default"]!.ToJsonString());
    }

    [Fact]
    public void Spells_out_what_parts_need()
    {
        Assert.Equal("""{"type":"string","required":false}""", Described("names")["elements"]!.ToJsonString());
        Assert.Equal("""{"type":"string","required":true}""", Described("labels")["keys"]!.ToJsonString());
        Assert.Equal("""{"type":"string","required":true}""", Described("labels")["values"]!.ToJsonString());
        Assert.Equal("""{"type":"string","referenceable":true}""", Described("headers")["values"]!.ToJsonString());
        Assert.Equal(
            """{"type":"string","match_none":[{"pattern":"^[Hh][Oo][Ss][Tt]$","err":"cannot be the host"}]}""", Described("headers")["keys"]!.ToJsonString());
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static JsonNode Described(string field) =>
        SchemaDocument.Of(Schema)["fields"]!.AsArray().Select(each => each![field]).First(each => each is not null)!;

    [CheckedBy<SettingsChecks>]
    private sealed record Settings
    {
        [Match("^/", Error = "not a path")]
        public string? File { get; init; }

        [Between(0.001, 10)]
        public double? Delay { get; init; }

        [MatchNone("^[Hh][Oo][Ss][Tt]$", "cannot be the host", On = Part.Key), Is<HeaderName>(On = Part.Element), Referenceable(On = Part.Element)]
        public IReadOnlyDictionary<string, string>? Headers { get; init; }

        [Optional(On = Part.Element)]
        public IReadOnlyList<string>? Names { get; init; }

        [ShownRequired(Part.Key, Part.Element)]
        public IReadOnlyDictionary<string, string>? Labels { get; init; }

        public SampleInner Inner { get; init; } = new() { Low = 5 };

        public IReadOnlyList<Gauge> Gauges { get; init; } = [new() { Kind = "count" }];
    }

    [CheckedBy<GaugeChecks>]
    private sealed record Gauge
    {
        public required string Kind { get; init; }

        [GreaterThan(0)]
        public double? Per { get; init; }
    }

    private sealed class GaugeChecks : Checks<Gauge>
    {
        public GaugeChecks() => Conditional(g => g.Kind, Match.Equal("rate"), g => g.Per, Match.Required);
    }

    private sealed class SettingsChecks : Checks<Settings>
    {
        public SettingsChecks() => Whole(settings => settings.Delay < settings.Inner.Low ? "the delay is below low" : null);
    }
}
