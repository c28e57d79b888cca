using KongLite.Admin;
using KongLite.Admin.Endpoints;
using KongLite.Admin.OpenApi;
using KongLite.Admin.Routing;
using KongLite.Sdk.Schema;
using KongLite.Settings;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace KongLite.Tests.Admin.OpenApi;

/// <summary>Descriptions follow from a path's pattern and the entities that a node serves: here, all that there are.</summary>
public sealed class DescribedPathTests
{
    private static readonly SchemaCatalog Everything = NodeSchemas.Create([], new NodeSettings()).Known;

    [Theory]
    [InlineData("/upstreams", "GET", "List upstreams", "200 400 500")]
    [InlineData("/ca_certificates/{ca_certificates}", "GET", "Show a CA certificate", "200 400 404 500")]
    [InlineData("/key-sets/{key_sets}/keys", "POST", "Create a key of a key set", "201 400 404 405 409 413 415 500")]
    [InlineData("/certificates/{certificates}/snis/{snis}", "PUT", "Create or replace an SNI of a certificate", "200 400 404 405 409 413 415 500")]
    [InlineData("/oauth2_tokens/{oauth2_tokens}/credential", "PATCH", "Change the OAuth2 credential of an OAuth2 token", "200 400 404 405 409 413 415 500")]
    [InlineData("/consumers/{consumers}/basic-auth/{basicauth_credentials}", "DELETE", "Delete a basic auth credential of a consumer", "204 400 404 405 500")]
    [InlineData("/upstreams/{upstreams}/health", "GET", "Show the health of an upstream", "200 400 404 500")]
    [InlineData("/upstreams/{upstreams}/targets/all", "GET", "List all targets of an upstream, by id", "200 400 404 500")]
    [InlineData("/upstreams/{upstreams}/targets/{targets}/{address}/unhealthy", "PUT", "Count an address of a target as unhealthy", "204 400 404 500")]
    [InlineData("/targets/{targets}", "PATCH", "Never there: targets are found below their upstreams", "404")]
    [InlineData("/filter-chains/{filter_chains}", "PUT", "Not served: filters need WebAssembly, which the node does not run", "400")]
    public async Task Follows_from_the_pattern(string pattern, string method, string summary, string statuses)
    {
        OpenApiDocument document = await DescribeAsync(pattern, method);

        OpenApiOperation operation = document.Paths[pattern].Operations![HttpMethod.Parse(method)];

        Assert.Equal((summary, statuses), (operation.Summary, string.Join(' ', operation.Responses!.Keys)));
    }

    [Fact]
    public async Task Leaves_a_path_that_it_does_not_know_without_a_summary()
    {
        OpenApiDocument document = await DescribeAsync("/surprise/{name}", "GET");

        Assert.Null(document.Paths["/surprise/{name}"].Operations![HttpMethod.Get].Summary);
    }

    [Fact]
    public async Task Follows_the_rules_of_OpenAPI_with_every_entity_there_is()
    {
        OpenApiDocument document = await DescribeAsync("/targets", "GET");

        Assert.Empty(document.Validate(ValidationRuleSet.GetDefaultRuleSet()).Select(error => $"{error.Pointer}: {error.Message}"));
    }

    private static async Task<OpenApiDocument> DescribeAsync(string pattern, string method)
    {
        var endpoints = new EndpointTable();
        endpoints.Map(pattern, (method, _ => ValueTask.FromResult(Answer.NotFound)));
        var document = new OpenApiDocument();
        await new AdminDocument(Everything, endpoints, new PluginEndpoints([], Everything)).TransformAsync(
            document,
            new OpenApiDocumentTransformerContext
            {
                DocumentName = OpenApiFile.DocumentName,
                DescriptionGroups = [],
                ApplicationServices = new ServiceCollection().BuildServiceProvider(),
            },
            CancellationToken.None);
        return document;
    }
}
