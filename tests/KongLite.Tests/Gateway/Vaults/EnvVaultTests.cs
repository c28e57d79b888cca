using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Gateway.Vaults;
using KongLite.Sdk.Entities;
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
    public void Finds_secrets_in_the_environment(string reference, string? expected) => Assert.Equal(expected, _vault.Find(reference, VaultTable.Empty));

    [Theory]
    [InlineData("{vault://mine/secret}", "s3cret")]
    [InlineData("{vault://mine/pair}", null)]
    [InlineData("{vault://bare/pair/user}", "ann")]
    [InlineData("{vault://theirs/my-secret}", null)]
    [InlineData("{vault://mine}", null)]
    [InlineData("{vault://env/my-secret}", "s3cret")]
    public void Finds_them_by_the_names_of_vaults(string reference, string? expected)
    {
        Vault[] rows =
        [
            new() { Id = Guid.NewGuid(), Prefix = "mine", Name = "env", Config = JsonSerializer.SerializeToElement(new { prefix = "my-" }) },
            new() { Id = Guid.NewGuid(), Prefix = "bare", Name = "env", Config = JsonSerializer.SerializeToElement(new { prefix = (string?)null }) },
            new() { Id = Guid.NewGuid(), Prefix = "theirs", Name = "hcv" },
        ];

        var table = VaultTable.Build(rows.ToDictionary(row => row.Id, IEntity (row) => row), VaultTable.Empty);

        Assert.Equal(expected, _vault.Find(reference, table));
    }

    [Theory]
    [InlineData("{vault://env/my-secret}", "s3cret")]
    [InlineData("{vault://env/none}", "")]
    [InlineData("plain", "plain")]
    public void Puts_secrets_where_references_may_stand(string value, string expected)
    {
        var config = new JsonObject { ["tag"] = "{vault://env/my-secret}", ["secret"] = value };

        new VaultReferences(_vault, NullLogger<VaultReferences>.Instance).Resolve(PluginDefinition.Of(typeof(HighProbe)).Config, config, VaultTable.Empty);

        Assert.Equal(expected, config["secret"]!.GetValue<string>());
        Assert.Equal("{vault://env/my-secret}", config["tag"]!.GetValue<string>());
    }
}
