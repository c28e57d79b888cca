using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Entities;

public sealed class ServiceTests
{
    private static readonly EntitySchema Schema = EntitySchema.Of<Service>();
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([Schema], []), TimeProvider.System);

    [Theory]
    [InlineData("https://httpbin.test", "https", "httpbin.test", 443, null)]
    [InlineData("http://a.test:8080/x/y?q=1", "http", "a.test", 8080, "/x/y")]
    [InlineData("http://a.test:443", "http", "a.test", 443, null)]
    [InlineData("https://a.test:80/", "https", "a.test", 80, "/")]
    [InlineData("grpc://a.test", "grpc", "a.test", 80, null)]
    [InlineData("tcp://10.0.0.1:5432", "tcp", "10.0.0.1", 5432, null)]
    [InlineData("//a.test:443/p", "https", "a.test", 443, "/p")]
    [InlineData("http://u:p@a.test/#f", "http", "a.test", 80, "/")]
    [InlineData("http://[::1]:8080/v6", "http", "::1", 8080, "/v6")]
    public void Takes_a_url_apart(string url, string protocol, string host, int port, string? path)
    {
        Service service = Make(new JsonObject { ["url"] = url, ["port"] = 1 });

        Assert.Equal((protocol, host, port, path), (service.Protocol.ToString().ToLowerInvariant(), service.Host, service.Port, service.Path));
    }

    [Theory]
    [InlineData("\"example.test\"", "2 schema violations (host: required field missing; path: should start with: /)")]
    [InlineData("\"\"", "schema violation (url: length must be at least 1)")]
    [InlineData("5", "schema violation (url: expected a string)")]
    [InlineData("\"http://h.test?x=1\"", "schema violation (host: invalid value: h.test?x=1)")]
    [InlineData("\"http://h.test:abc\"", "schema violation (port: expected an integer)")]
    [InlineData("\"http://h.test:-1/\"", "schema violation (port: value should be between 0 and 65535)")]
    public void Reports_the_parts_of_a_wrong_url(string url, string message)
    {
        SchemaErrors? errors = _processor.Validate(Schema, new JsonObject { ["url"] = JsonNode.Parse(url) });

        Assert.Equal(message, errors!.Message);
    }

    [Theory]
    [InlineData("""{"host":"h","protocol":"tcp","path":"/x"}""", "path")]
    [InlineData("""{"host":"h","tls_verify":true}""", "tls_verify")]
    [InlineData("""{"host":"h","tls_verify_depth":1}""", "tls_verify_depth")]
    [InlineData("""{"host":"h","ca_certificates":[]}""", "ca_certificates")]
    [InlineData("""{"host":"h","client_certificate":{"id":"52d58293-ae25-4c69-acc8-6dd729718a61"}}""", "client_certificate")]
    public void Refuses_what_the_protocol_rules_out(string input, string field)
    {
        SchemaErrors? errors = _processor.Insert(Schema, (JsonObject)JsonNode.Parse(input)!).Errors;

        Assert.Equal(
            $"2 schema violations (failed conditional validation given value of field 'protocol'; {field}: value must be null)", errors!.Message);
    }

    [Fact]
    public void Checks_the_id_of_a_parent_that_the_node_does_not_know()
    {
        SchemaErrors? errors = _processor.Validate(
            Schema, (JsonObject)JsonNode.Parse("""{"host":"h","protocol":"https","client_certificate":{"id":"x"}}""")!);

        Assert.Equal("schema violation (client_certificate.id: expected a valid UUID)", errors!.Message);
    }

    private Service Make(JsonObject input)
    {
        SchemaResult result = _processor.Insert(Schema, input);
        Assert.Null(result.Errors?.Message);
        return (Service)result.Entity!;
    }
}
