using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KongLite.Plugins.OAuth2;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Plugins.OAuth2;

public sealed class OAuth2EntityTests
{
    private static readonly EntitySchema Credentials = EntitySchema.Of<OAuth2Credential>();

    [Fact]
    public void Makes_up_the_provision_key()
    {
        JsonObject config = PluginInput.Config("oauth2", """{"enable_implicit_grant":true}""");

        Assert.Matches("^[A-Za-z0-9]{32}$", config["provision_key"]!.GetValue<string>());
    }

    [Fact]
    public void Keeps_a_secret_as_it_is_unless_told_otherwise()
    {
        OAuth2Credential credential = Insert("""{"name":"app","client_secret":"s"}""");

        Assert.Equal("s", credential.ClientSecret);
        Assert.Matches("^[A-Za-z0-9]{32}$", credential.ClientId);
    }

    [Theory]
    [InlineData("""{"name":"app","client_secret":"s","hash_secret":true}""")]
    [InlineData("""{"name":"app","hash_secret":true}""")]
    public void Hashes_a_secret_in_PHC_format(string input)
    {
        string[] parts = Insert(input).ClientSecret!.Split('$');

        Assert.Equal(["", "pbkdf2-sha512", "i=10000,l=32"], parts[..3]);
        Assert.Equal((22, 43), (parts[3].Length, parts[4].Length));
    }

    [Fact]
    public void Derives_the_hash_from_the_secret_and_its_salt()
    {
        string[] parts = ClientSecretHashAttribute.Hash("s").Split('$');

        byte[] salt = Convert.FromBase64String(parts[3] + "==");
        byte[] expected = Rfc2898DeriveBytes.Pbkdf2("s", salt, 10_000, HashAlgorithmName.SHA512, 32);
        Assert.Equal(expected, Convert.FromBase64String(parts[4] + "="));
    }

    [Theory]
    [InlineData("""{"client_secret":"t"}""")]
    [InlineData("""{"hash_secret":true}""")]
    public void Refuses_a_new_secret_without_a_word_on_its_hash(string changes)
    {
        SchemaResult result = PluginInput.Processor.Update(Credentials, Insert("""{"name":"app"}"""), (JsonObject)JsonNode.Parse(changes)!);

        Assert.Equal("schema violation (all or none of these fields must be set: 'hash_secret', 'client_secret')", result.Errors!.Message);
    }

    [Theory]
    [InlineData("http://a.test/x", null)]
    [InlineData("app:/x", "cannot parse 'app:/x'")]
    [InlineData("nope", "cannot parse 'nope'")]
    [InlineData("http://a.test/#f", "fragment not allowed in 'http://a.test/#f'")]
    [InlineData("http://a.test#", "fragment not allowed in 'http://a.test#'")]
    [InlineData("#f", "cannot parse '#f'")]
    public void Takes_absolute_redirect_uris(string uri, string? error)
    {
        Assert.Equal(error, RedirectUri.Check(uri));
    }

    [Fact]
    public void Hides_authorization_codes_from_the_Admin_API()
    {
        Assert.False(EntitySchema.Of<OAuth2AuthorizationCode>().HasAdminApi);
        Assert.True(EntitySchema.Of<OAuth2Token>().HasAdminApi);
    }

    private static OAuth2Credential Insert(string input) =>
        (OAuth2Credential)PluginInput.Processor.Insert(Credentials, PluginInput.Credential(input)).Entity!;
}
