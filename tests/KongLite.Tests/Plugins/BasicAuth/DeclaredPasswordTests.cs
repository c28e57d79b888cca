using KongLite.Plugins.BasicAuth;
using KongLite.Store.Declarative;

namespace KongLite.Tests.Plugins.BasicAuth;

public sealed class DeclaredPasswordTests
{
    private const string Hash = "cb013068caae3d379968df0b9cc1d0f5aead755b";

    [Theory]
    [InlineData("p", "")]
    [InlineData("p", "_transform: true")]
    [InlineData(Hash, "_transform: false")]
    public void Hashes_the_passwords_of_a_file_that_does_not_say_they_are(string password, string header)
    {
        string file = $"""
            _format_version: "3.0"
            {header}
            consumers:
            - id: 00000001-0000-1000-8000-000000000001
              username: bob
              basicauth_credentials:
              - username: u
                password: {password}
            """;

        DeclarativeResult result = new DeclarativeReader(PluginInput.Catalog, PluginInput.Processor).ReadYaml(file);

        Assert.Null(result.Errors?.Message);
        Assert.Equal(Hash, result.Config!.Entities.Select(each => each.Entity).OfType<BasicAuthCredential>().Single().Password);
    }
}
