using System.Text.Json.Nodes;
using KongLite.Gateway.Vaults;
using KongLite.Sdk.Plugins;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Gateway.Vaults;

public sealed class EnvVaultTests
{
    private readonly EnvVault _vault = new(name => name switch
    {
        "MY_SECRET" => "s3cret",
        "PAIR" => """{"user":"ann","age":7}""",
        _ => null,
    });

    [Theory]
    [InlineData("{vault://env/my-secret}", "s3cret")]
    [InlineData("{vault://env/MY_SECRET}", "s3cret")]
    [InlineData("{vault://env/my-secret?x=y}", "s3cret")]
    [InlineData("{vault://env/pair/user}", "ann")]
    [InlineData("{vault://env/pair/age}", "7")]
    [InlineData("{vault://env/pair/none}", null)]
    [InlineData("{vault://env/my-secret/user}", null)]
    [InlineData("{vault://env/none}", null)]
    [InlineData("{vault://env/}", null)]
    [InlineData("{vault://other/my-secret}", null)]
    public void Finds_secrets_in_the_environment(string reference, string? expected) => Assert.Equal(expected, _vault.Find(reference));

    [Theory]
    [InlineData("{vault://env/my-secret}", "s3cret")]
    [InlineData("{vault://env/none}", "")]
    [InlineData("plain", "plain")]
    public void Puts_secrets_where_references_may_stand(string value, string expected)
    {
        var config = new JsonObject { ["tag"] = "{vault://env/my-secret}", ["secret"] = value };

        new VaultReferences(_vault, NullLogger<VaultReferences>.Instance).Resolve(PluginDefinition.Of(typeof(HighProbe)).Config, config);

        Assert.Equal(expected, config["secret"]!.GetValue<string>());
        Assert.Equal("{vault://env/my-secret}", config["tag"]!.GetValue<string>());
    }
}
