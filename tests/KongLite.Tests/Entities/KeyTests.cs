using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Entities;

public sealed class KeyTests
{
    // RFC 8037, A.1.
    private const string Secret = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
    private const string Open = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    private const string Other = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    private static readonly EntitySchema Schema = EntitySchema.Of<Key>();
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([EntitySchema.Of<KeySet>(), Schema], []), TimeProvider.System);

    [Theory]
    [InlineData(Secret, Open, null)]
    [InlineData(Secret, null, null)]
    [InlineData(null, Open, null)]
    [InlineData(Secret, Other, "schema violation (pem: public key does not match private key)")]
    [InlineData(null, "nonsense", "schema violation (pem: could not load public key)")]
    public void Takes_keys_of_Ed25519(string? secret, string? open, string? error)
    {
        var input = new JsonObject { ["kid"] = "k", ["pem"] = new JsonObject { ["private_key"] = secret, ["public_key"] = open } };

        Assert.Equal(error, _processor.Validate(Schema, input)?.Message);
    }
}
