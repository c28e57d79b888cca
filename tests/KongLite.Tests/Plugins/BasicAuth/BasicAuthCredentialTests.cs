using System.Text.Json.Nodes;
using KongLite.Plugins.BasicAuth;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins.BasicAuth;

public sealed class BasicAuthCredentialTests
{
    private static readonly EntitySchema Schema = EntitySchema.Of<BasicAuthCredential>();

    // As a Kong node hashes them.
    [Theory]
    [InlineData("p", "00000001-0000-1000-8000-000000000001", "cb013068caae3d379968df0b9cc1d0f5aead755b")]
    [InlineData("pässwörd", "00000001-0000-1000-8000-000000000001", "df408855a045722e3376c7db6de61cbdd58ae8db")]
    public void Hashes_the_password_with_the_consumers_id(string password, string consumer, string hash)
    {
        var input = new JsonObject { ["username"] = "u", ["password"] = password, ["consumer"] = new JsonObject { ["id"] = consumer } };

        var credential = (BasicAuthCredential)PluginInput.Processor.Insert(Schema, input).Entity!;

        Assert.Equal(hash, credential.Password);
    }

    [Fact]
    public void Keeps_the_hash_when_another_field_changes()
    {
        BasicAuthCredential credential = Insert();

        var changed = (BasicAuthCredential)PluginInput.Processor.Update(Schema, credential, new JsonObject { ["username"] = "v" }).Entity!;

        Assert.Equal(("v", credential.Password), (changed.Username, changed.Password));
    }

    [Theory]
    [InlineData("""{"password":"q"}""", "all or none of these fields must be set: 'password', 'consumer.id'")]
    [InlineData(
        """{"consumer":{"id":"00000001-0000-1000-8000-000000000001"}}""", "all or none of these fields must be set: 'password', 'consumer.id'")]
    [InlineData("""{"password":null}""", "password: required field missing")]
    public void Refuses_a_change_that_would_leave_a_wrong_hash(string changes, string message)
    {
        SchemaResult result = PluginInput.Processor.Update(Schema, Insert(), (JsonObject)JsonNode.Parse(changes)!);

        Assert.Equal($"schema violation ({message})", result.Errors!.Message);
    }

    [Fact]
    public void Complains_twice_about_a_missing_consumer()
    {
        SchemaErrors? errors = PluginInput.Processor.Validate(Schema, new JsonObject { ["username"] = "u", ["password"] = "p" });

        Assert.Equal(
            "2 schema violations (all or none of these fields must be set: 'password', 'consumer.id'; consumer: required field missing)", errors!.Message);
    }

    private static BasicAuthCredential Insert() =>
        (BasicAuthCredential)PluginInput.Processor.Insert(Schema, PluginInput.Credential("""{"username":"u","password":"p"}""")).Entity!;
}
