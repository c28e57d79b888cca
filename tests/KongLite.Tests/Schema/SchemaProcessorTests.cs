using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Schema;

public sealed class SchemaProcessorTests
{
    private static readonly EntitySchema Schema = EntitySchema.Of<Sample>();
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([Schema], []), new FixedClock(Now));

    [Fact]
    public void Fills_in_defaults_and_automatic_values()
    {
        JsonObject made = Insert("""{"title":"t"}""");

        Assert.Equal(5, made["size"]!.GetValue<int>());
        Assert.Equal("dark-red", made["color"]!.GetValue<string>());
        Assert.Equal(1_700_000_000, made["created_at"]!.GetValue<long>());
        Assert.Equal(32, made["key"]!.GetValue<string>().Length);
        Assert.NotEqual(Guid.Empty, made["id"]!.GetValue<Guid>());
        Assert.Equal("""{"low":1,"high":null,"anything":null}""", made["inner"]!.ToJsonString());
        Assert.Null(made["spare"]);
        Assert.True(made.ContainsKey("words"));
    }

    [Fact]
    public void Keeps_an_explicit_null_instead_of_the_default()
    {
        JsonObject made = Insert("""{"title":"t","size":null,"key":null}""");

        Assert.Null(made["size"]);
        Assert.Null(made["key"]);
    }

    [Fact]
    public void Makes_up_an_id_where_it_is_null()
    {
        JsonObject made = Insert("""{"title":"t","id":null}""");

        Assert.NotEqual(Guid.Empty, made["id"]!.GetValue<Guid>());
    }

    [Fact]
    public void Does_not_change_its_input()
    {
        var input = (JsonObject)JsonNode.Parse("""{"title":"t","words":["a","a"]}""")!;

        _processor.Insert(Schema, input);

        Assert.Equal("""{"title":"t","words":["a","a"]}""", input.ToJsonString());
    }

    [Theory]
    [InlineData("""{}""", "title", "\"required field missing\"")]
    [InlineData("""{"title":null}""", "title", "\"required field missing\"")]
    [InlineData("""{"title":5}""", "title", "\"expected a string\"")]
    [InlineData("""{"title":""}""", "title", "\"length must be at least 1\"")]
    [InlineData("""{"title":"t","size":"5"}""", "size", "\"expected an integer\"")]
    [InlineData("""{"title":"t","size":2.5}""", "size", "\"expected an integer\"")]
    [InlineData("""{"title":"t","size":11}""", "size", "\"value should be between 1 and 10\"")]
    [InlineData("""{"title":"t","size":1e30}""", "size", "\"value should be between 1 and 10\"")]
    [InlineData("""{"title":"t","size":1e400}""", "size", "\"expected an integer\"")]
    [InlineData("""{"title":"t","size":3000000000}""", "size", "\"value should be between 1 and 10\"")]
    [InlineData("""{"title":"t","ratio":"x"}""", "ratio", "\"expected a number\"")]
    [InlineData("""{"title":"t","active":"true"}""", "active", "\"expected a boolean\"")]
    [InlineData("""{"title":"t","active":null}""", "active", "\"required field missing\"")]
    [InlineData("""{"title":"t","color":"green"}""", "color", "\"expected one of: dark-red, blue\"")]
    [InlineData("""{"title":"t","color":"DarkRed"}""", "color", "\"expected one of: dark-red, blue\"")]
    [InlineData("""{"title":"t","digits":"1"}""", "digits", "\"expected an array\"")]
    [InlineData("""{"title":"t","digits":[1,11,2]}""", "digits", "[null,\"value should be between 0 and 9\"]")]
    [InlineData("""{"title":"t","words":["a","a",""]}""", "words", "[null,\"length must be at least 1\"]")]
    [InlineData("""{"title":"t","digits":[null]}""", "digits", "[\"required field missing\"]")]
    [InlineData("""{"title":"t","words":{"a":1}}""", "words", "\"expected a set\"")]
    [InlineData("""{"title":"t","lists":[1]}""", "lists", "\"expected a string\"")]
    [InlineData("""{"title":"t","lists":{"a b":["x"]}}""", "lists", "\"bad header name 'a b', allowed characters are A-Z, a-z, 0-9, '_', and '-'\"")]
    [InlineData("""{"title":"t","lists":{"a":["x","long"]}}""", "lists", "[null,\"length must be at most 3\"]")]
    [InlineData("""{"title":"t","inner":5}""", "inner", "\"expected a record\"")]
    [InlineData("""{"title":"t","inner":null}""", "inner", "\"required field missing\"")]
    [InlineData("""{"title":"t","inner":{"low":0}}""", "inner", """{"low":"value must be greater than 0"}""")]
    [InlineData("""{"title":"t","inner":{"x":0}}""", "inner", """{"x":"unknown field"}""")]
    [InlineData("""{"title":"t","inner":{"low":3,"high":2}}""", "inner", "\"high is below low\"")]
    [InlineData("""{"title":"t","inner":{"low":0,"high":-1}}""", "inner", """{"low":"value must be greater than 0"}""")]
    [InlineData("""{"title":"t","parent":"x"}""", "parent", """{"id":"missing primary key"}""")]
    [InlineData("""{"title":"t","parent":5}""", "parent", """{"id":"missing primary key"}""")]
    [InlineData("""{"title":"t","parent":{"id":"x"}}""", "parent", """{"id":"expected a valid UUID"}""")]
    [InlineData("""{"title":"t","parent":{"zzz":1}}""", "parent", """{"zzz":"unknown field"}""")]
    [InlineData("""{"title":"t","parent":{"title":5}}""", "parent", """{"title":"expected a string"}""")]
    [InlineData("""{"title":"t","id":"x"}""", "id", "\"expected a valid UUID\"")]
    [InlineData("""{"title":"t","created_at":0}""", "created_at", "\"expected a valid timestamp\"")]
    [InlineData("""{"title":"t","secret":"a b"}""", "secret", "\"invalid value: a b\"")]
    [InlineData("""{"title":"t","nope":1}""", "nope", "\"unknown field\"")]
    [InlineData("""{"title":"t","ws_id":null}""", "ws_id", "\"unknown field\"")]
    [InlineData("""{"title":"t","ttl":"x"}""", "ttl", "\"expected a number\"")]
    public void Says_what_is_wrong_with_a_field(string input, string field, string error)
    {
        SchemaErrors? errors = _processor.Insert(Schema, (JsonObject)JsonNode.Parse(input)!).Errors;

        (string name, JsonNode? message) = Assert.Single(errors!.Fields);
        Assert.Equal(field, name);
        Assert.Equal(error, message!.ToJsonString(SchemaJson.Options));
    }

    [Fact]
    public void Reports_everything_at_once_with_the_record_first()
    {
        SchemaErrors? errors = _processor.Insert(
            Schema, (JsonObject)JsonNode.Parse("""{"title":"forbidden","size":99,"digits":[1],"words":["a"],"inner":{"low":0}}""")!).Errors;

        Assert.Equal(
            "4 schema violations (only one or none of these fields must be set: 'digits', 'words'; this title is forbidden; "
            + "inner.low: value must be greater than 0; size: value should be between 1 and 10)",
            errors!.Message);
    }

    [Fact]
    public void Puts_a_failed_condition_on_the_field_and_on_the_record()
    {
        SchemaErrors? errors = _processor.Insert(Schema, (JsonObject)JsonNode.Parse("""{"title":"t","color":"blue","size":null}""")!).Errors;

        Assert.Equal("required field missing", errors!.Fields["size"]!.GetValue<string>());
        Assert.Equal("failed conditional validation given value of field 'color'", errors.Fields["@entity"]![0]!.GetValue<string>());
    }

    [Fact]
    public void Leaves_out_a_rule_whose_field_has_an_error_already()
    {
        SchemaErrors? errors = _processor.Insert(Schema, (JsonObject)JsonNode.Parse("""{"title":5,"color":7,"size":null}""")!).Errors;

        Assert.False(errors!.Fields.ContainsKey("@entity"));
    }

    [Fact]
    public void Takes_a_vault_reference_in_place_of_a_value_that_may_be_one()
    {
        JsonObject made = Insert("""{"title":"t","secret":"{vault://env/a b}"}""");

        Assert.Equal("{vault://env/a b}", made["secret"]!.GetValue<string>());
    }

    [Fact]
    public void Drops_repeated_members_of_a_set_and_keeps_the_order()
    {
        JsonObject made = Insert("""{"title":"t","words":["b","a","b"]}""");

        Assert.Equal("""["b","a"]""", made["words"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"title":"t","words":{}}""", "words", "[]")]
    [InlineData("""{"title":"t","lists":[]}""", "lists", "{}")]
    [InlineData("""{"title":"t","size":7.0}""", "size", "7")]
    [InlineData("""{"title":"t","inner":[]}""", "inner", """{"low":1,"high":null,"anything":null}""")]
    public void Normalises_what_Lua_cannot_tell_apart(string input, string field, string value)
    {
        Assert.Equal(value, Insert(input)[field]!.ToJsonString());
    }

    [Fact]
    public void Merges_records_and_replaces_lists_on_update()
    {
        IEntity current = Entity("""{"title":"t","words":["a","b"],"inner":{"low":2,"high":9}}""");

        SchemaResult result = _processor.Update(Schema, current, (JsonObject)JsonNode.Parse("""{"words":["c"],"inner":{"low":3}}""")!);

        JsonObject made = Schema.ToJson(result.Entity!, Now);
        Assert.Equal("""["c"]""", made["words"]!.ToJsonString());
        Assert.Equal("""{"low":3,"high":9,"anything":null}""", made["inner"]!.ToJsonString());
        Assert.Equal("t", made["title"]!.GetValue<string>());
        Assert.Equal(current.Id, result.Entity!.Id);
    }

    [Fact]
    public void Validates_the_merged_whole_on_update()
    {
        IEntity current = Entity("""{"title":"t","words":["a"]}""");

        SchemaResult result = _processor.Update(Schema, current, (JsonObject)JsonNode.Parse("""{"digits":[1]}""")!);

        Assert.Equal("schema violation (only one or none of these fields must be set: 'digits', 'words')", result.Errors!.Message);
    }

    [Fact]
    public void Counts_a_lifetime_from_now_and_keeps_it_on_update()
    {
        var sample = (Sample)Entity("""{"title":"t","ttl":60}""");
        var renamed = (Sample)_processor.Update(Schema, sample, new JsonObject { ["title"] = "u" }).Entity!;
        var endless = (Sample)_processor.Update(Schema, sample, new JsonObject { ["ttl"] = 0 }).Entity!;

        Assert.Equal(Now.AddSeconds(60), sample.ExpiresAt);
        Assert.Equal(Now.AddSeconds(60), renamed.ExpiresAt);
        Assert.Null(endless.ExpiresAt);
        Assert.Equal(50, Schema.ToJson(sample, Now.AddSeconds(10))["ttl"]!.GetValue<long>());
    }

    [Fact]
    public void Replaces_a_shorthand_before_anything_else()
    {
        var input = new JsonObject { ["both"] = "x", ["title"] = 5 };

        SchemaErrors? errors = _processor.ExpandShorthands(Schema, input);

        Assert.Null(errors);
        Assert.Equal("""{"title":"x","name":"x"}""", input.ToJsonString());
    }

    [Fact]
    public void Reports_a_wrong_shorthand_alone()
    {
        SchemaErrors? errors = _processor.Validate(Schema, new JsonObject { ["both"] = 5, ["size"] = 99 });

        Assert.Equal("schema violation (both: expected a string)", errors!.Message);
    }

    [Theory]
    [InlineData("""{"title":"t","inner_low":2}""", """{"low":2,"high":null,"anything":null}""")]
    [InlineData("""{"title":"t","inner_low":2,"inner":{"low":2}}""", """{"low":2,"high":null,"anything":null}""")]
    [InlineData("""{"title":"t","inner_low":null,"inner":{"low":2}}""", """{"low":2,"high":null,"anything":null}""")]
    [InlineData("""{"title":"t","high":8,"inner":{"high":9}}""", """{"low":1,"high":8,"anything":null}""")]
    public void Takes_a_value_under_an_old_name(string input, string inner)
    {
        Assert.Equal(inner, Insert(input)["inner"]!.ToJsonString());
    }

    [Theory]
    [InlineData(
        """{"title":"t","inner_low":2,"inner":{"low":3}}""",
        "schema violation (inner_low: both deprecated and new field are used but their values mismatch: inner_low = 2 vs inner.low = 3)")]
    [InlineData("""{"title":"t","inner_low":"x","size":99}""", "schema violation (inner_low: expected a number)")]
    public void Reports_a_wrong_old_name_alone(string input, string message)
    {
        Assert.Equal(message, _processor.Validate(Schema, (JsonObject)JsonNode.Parse(input)!)!.Message);
    }

    [Fact]
    public void Shows_an_old_name_beside_the_new_one()
    {
        JsonObject shown = new SchemaCatalog([Schema], []).Show(Schema, Entity("""{"title":"t","inner":{"low":2}}"""), Now);

        Assert.Equal(2, shown["inner_low"]!.GetValue<double>());
        Assert.False(shown.ContainsKey("high"));
    }

    private JsonObject Insert(string input) => Schema.ToJson(Entity(input), Now);

    private IEntity Entity(string input)
    {
        SchemaResult result = _processor.Insert(Schema, (JsonObject)JsonNode.Parse(input)!);
        Assert.Null(result.Errors?.Message);
        return result.Entity!;
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
