using System.Text.Json.Nodes;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Tests.Entities;

public sealed class RouteTests
{
    private static readonly EntitySchema Schema = EntitySchema.Of<Route>();
    private readonly SchemaProcessor _processor = new(new SchemaCatalog([Schema, EntitySchema.Of<Service>()], []), TimeProvider.System);

    [Theory]
    [InlineData("""{}""", "schema violation (must set one of 'methods', 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'https')")]
    [InlineData("""{"protocols":["http"]}""", "schema violation (must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http')")]
    [InlineData("""{"protocols":["tcp"]}""", "schema violation (must set one of 'sources', 'destinations', 'snis' when 'protocols' is 'tcp', 'tls' or 'udp')")]
    [InlineData("""{"protocols":["tls_passthrough"]}""", "schema violation (must set snis when 'protocols' is 'tls_passthrough')")]
    [InlineData("""{"protocols":["grpc"]}""", "schema violation (must set one of 'hosts', 'headers', 'paths' when 'protocols' is 'grpc')")]
    [InlineData("""{"protocols":["grpcs","grpc"]}""", "schema violation (must set one of 'hosts', 'headers', 'paths', 'snis' when 'protocols' is 'grpcs')")]
    [InlineData("""{"protocols":["foo"]}""", "schema violation (protocols: unknown type: foo)")]
    [InlineData("""{"protocols":[]}""", "schema violation (protocols: unknown type: nil)")]
    [InlineData("""{"protocols":null}""", "schema violation (protocols: required field missing)")]
    [InlineData("""{"protocols":"http"}""", "schema violation (protocols: expected a set)")]
    [InlineData(
        """{"protocols":["http","tcp"],"paths":["/x"]}""",
        "schema violation (protocols: these sets are mutually exclusive: ('http', 'https'), ('tcp', 'tls', 'udp'))")]
    [InlineData(
        """{"paths":["/x"],"sources":[{"ip":"bad"}]}""", "schema violation (sources: cannot set 'sources' when 'protocols' is 'http' or 'https')")]
    [InlineData(
        """{"paths":["/x"],"sources":[]}""", "schema violation (sources: cannot set 'sources' when 'protocols' is 'http' or 'https')")]
    [InlineData(
        """{"protocols":["grpc"],"hosts":["a"],"strip_path":true}""",
        "schema violation (strip_path: cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs')")]
    [InlineData(
        """{"protocols":["http"],"snis":["a.test"]}""",
        "3 schema violations ('snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'; "
        + "must set one of 'methods', 'hosts', 'headers', 'paths' when 'protocols' is 'http'; snis: length must be 0)")]
    [InlineData(
        """{"methods":["get"]}""", "schema violation (methods.1: invalid value: get)")]
    [InlineData(
        """{"headers":{"Host":["a"]}}""",
        "schema violation (headers: cannot contain 'host' header, which must be specified in the 'hosts' attribute)")]
    [InlineData("""{"paths":["/x"],"https_redirect_status_code":303}""", "schema violation (https_redirect_status_code: expected one of: 426, 301, 302, 307, 308)")]
    public void Refuses_what_does_not_make_a_route(string input, string message)
    {
        SchemaErrors? errors = _processor.Insert(Schema, (JsonObject)JsonNode.Parse(input)!).Errors;

        Assert.Equal(message, errors!.Message);
    }

    [Fact]
    public void Does_not_strip_the_path_of_gRPC_calls_unless_told_to()
    {
        SchemaResult result = _processor.Insert(Schema, (JsonObject)JsonNode.Parse("""{"protocols":["grpc"],"hosts":["a"]}""")!);

        Assert.False(((Route)result.Entity!).StripPath);
    }
}
