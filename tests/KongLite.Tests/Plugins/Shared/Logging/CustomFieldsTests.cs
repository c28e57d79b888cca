using System.Text;
using System.Text.Json.Nodes;
using KongLite.Plugins.Shared.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KongLite.Tests.Plugins.Shared.Logging;

public sealed class CustomFieldsTests
{
    [Theory]
    [InlineData("region", "return 'eu'", """{"request":{"id":"1"},"region":"eu"}""")]
    [InlineData("request.site", "return 7", """{"request":{"id":"1","site":7}}""")]
    [InlineData("a.b", "return true", """{"request":{"id":"1"},"a":{"b":true}}""")]
    [InlineData("request.id", "return nil", """{"request":{}}""")]
    [InlineData("a.b", "return nil", """{"request":{"id":"1"}}""")]
    [InlineData("region", "return os.getenv('R')", """{"request":{"id":"1"}}""")]
    public void Edits_the_entry(string name, string code, string expected)
    {
        var fields = new CustomFields(new Dictionary<string, string> { [name] = code }, NullLogger.Instance);

        byte[] entry = fields.Apply("""{"request":{"id":"1"}}"""u8.ToArray());

        TestExchange.Equal(expected, JsonNode.Parse(Encoding.UTF8.GetString(entry)));
    }
}
