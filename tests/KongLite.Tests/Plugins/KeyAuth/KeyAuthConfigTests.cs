using System.Text.Json.Nodes;
using KongLite.Plugins.KeyAuth;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins.KeyAuth;

public sealed class KeyAuthConfigTests
{
    [Fact]
    public void Fills_in_the_defaults() => TestExchange.Equal(
        """
        {"key_names":["apikey"],"hide_credentials":false,"anonymous":null,"key_in_header":true,"key_in_query":true,"key_in_body":false,
         "run_on_preflight":true,"realm":null}
        """,
        TestConfig.Stored("key-auth", "{}"));

    [Theory]
    [InlineData("""{"key_names":["ok","no!","é"]}""", """{"key_names":[null,"bad header name 'no!', allowed characters are A-Z, a-z, 0-9, '_', and '-'","bad header name 'é', allowed characters are A-Z, a-z, 0-9, '_', and '-'"]}""")]
    [InlineData("""{"key_names":null}""", """{"key_names":"required field missing"}""")]
    [InlineData("""{"key_names":"apikey"}""", """{"key_names":"expected an array"}""")]
    [InlineData("""{"hide_credentials":"yes"}""", """{"hide_credentials":"expected a boolean"}""")]
    [InlineData("""{"anonymous":""}""", """{"anonymous":"length must be at least 1"}""")]
    [InlineData("""{"unknown":1}""", """{"unknown":"unknown field"}""")]
    public void Refuses_what_Kong_refuses(string config, string errors) =>
        TestExchange.Equal(errors, TestConfig.Errors("key-auth", config)!.Fields["config"]);

    [Fact]
    public void Makes_up_a_key_of_32_letters_and_digits_unless_one_is_given()
    {
        Assert.Matches("^[A-Za-z0-9]{32}$", Create("""{"consumer":{"id":"7d3a3ea0-1a4c-4a9c-9f10-4f5b5f5f5f5f"}}""").Key);
        Assert.Equal("mine", Create("""{"consumer":{"id":"7d3a3ea0-1a4c-4a9c-9f10-4f5b5f5f5f5f"},"key":"mine"}""").Key);
        Assert.Null(Create("""{"consumer":{"id":"7d3a3ea0-1a4c-4a9c-9f10-4f5b5f5f5f5f"},"key":null}""").Key);
    }

    [Fact]
    public void Gives_credentials_a_lifetime()
    {
        KeyAuthCredential credential = Create("""{"consumer":{"id":"7d3a3ea0-1a4c-4a9c-9f10-4f5b5f5f5f5f"},"key":"k","ttl":60}""");

        Assert.Equal(TestExchange.Start.AddSeconds(60), credential.ExpiresAt);
        TestExchange.Equal("59", EntitySchema.Of<KeyAuthCredential>().ToJson(credential, TestExchange.Start.AddSeconds(1))["ttl"]);
    }

    [Fact]
    public void Lives_at_Kongs_addresses()
    {
        EntitySchema schema = EntitySchema.Of<KeyAuthCredential>();

        Assert.Equal(("keyauth_credentials", "key-auths", "key-auth", "key"), (schema.Name, schema.AdminName, schema.NestedName, schema.EndpointKey));
    }

    private static KeyAuthCredential Create(string json)
    {
        var catalog = new SchemaCatalog([EntitySchema.Of<KongLite.Sdk.Entities.Consumer>(), EntitySchema.Of<KeyAuthCredential>()], []);
        SchemaResult result = new SchemaProcessor(catalog, new TestClock(TestExchange.Start)).Insert(EntitySchema.Of<KeyAuthCredential>(), (JsonObject)JsonNode.Parse(json)!);
        Assert.Null(result.Errors?.Message);
        return (KeyAuthCredential)result.Entity!;
    }
}
