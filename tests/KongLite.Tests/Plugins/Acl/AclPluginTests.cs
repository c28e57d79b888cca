using KongLite.Plugins.Acl;
using KongLite.Plugins.KeyAuth;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Tests.Plugins.Acl;

public sealed class AclPluginTests
{
    private static readonly Consumer Bob = new() { Id = Guid.NewGuid(), Username = "bob" };
    private static readonly Consumer Eve = new() { Id = Guid.NewGuid(), Username = "eve" };
    private static readonly KeyAuthCredential Key = new() { Id = Guid.NewGuid(), ConsumerId = Bob.Id };

    [Theory]
    [InlineData("admin", null, PhaseResult.Continue)]
    [InlineData("x,dev", null, PhaseResult.Continue)]
    [InlineData("Admin", null, PhaseResult.Exit)]
    [InlineData("adm", null, PhaseResult.Exit)]
    [InlineData(null, "admin", PhaseResult.Exit)]
    [InlineData(null, "x,dev", PhaseResult.Exit)]
    [InlineData(null, "x", PhaseResult.Continue)]
    public async Task Lets_members_pass_or_not(string? allow, string? deny, PhaseResult expected)
    {
        Exchange exchange = As(Bob, Key);

        Assert.Equal(expected, await RunAsync(exchange, new AclConfig { Allow = allow?.Split(','), Deny = deny?.Split(',') }));

        Assert.Equal(expected == PhaseResult.Exit ? (403, "You cannot consume this service") : null, Answer(exchange));
    }

    [Fact]
    public async Task Tells_the_service_the_groups_and_not_what_the_client_said()
    {
        Exchange exchange = As(Bob, Key, ("X-Consumer-Groups", "root"));

        await RunAsync(exchange, new AclConfig { Allow = ["admin"] });

        Assert.Equal("admin, dev, gäste", Decoded(exchange.Request.Header("X-Consumer-Groups")));
    }

    [Fact]
    public async Task Keeps_the_groups_to_itself_when_told()
    {
        Exchange exchange = As(Bob, Key, ("X-Consumer-Groups", "the client's"));

        await RunAsync(exchange, new AclConfig { Allow = ["admin"], HideGroupsHeader = true });

        Assert.Equal("the client's", exchange.Request.Header("X-Consumer-Groups"));
    }

    [Theory]
    [InlineData(true, true, 403)]
    [InlineData(true, false, 401)]
    [InlineData(false, true, null)]
    [InlineData(false, false, null)]
    public async Task Judges_a_consumer_without_groups(bool allows, bool hasCredential, int? status)
    {
        Exchange exchange = As(Eve, hasCredential ? Key : null);

        await RunAsync(exchange, allows ? new AclConfig { Allow = ["admin"] } : new AclConfig { Deny = ["admin"] });

        Assert.Equal(status, exchange.Local?.Status);
        Assert.Equal(status is null ? string.Empty : null, exchange.Request.Header("X-Consumer-Groups"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rejects_clients_that_nobody_named(bool allows)
    {
        Exchange exchange = TestExchange.Of("GET", "/");

        await RunAsync(exchange, allows ? new AclConfig { Allow = ["admin"] } : new AclConfig { Deny = ["admin"] });

        Assert.Equal((401, null), Answer(exchange));
        Assert.Null(exchange.Response.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Treats_an_anonymous_consumer_with_groups_like_any_other()
    {
        Exchange exchange = As(Bob, credential: null);

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new AclConfig { Allow = ["admin"] }));
    }

    [Theory]
    [InlineData(false, false, false, "X-Consumer-Groups")]
    [InlineData(true, false, false, "X-Consumer-Groups")]
    [InlineData(true, true, false, "X-Authenticated-Groups")]
    [InlineData(true, false, true, "X-Authenticated-Groups")]
    public async Task Takes_groups_that_authentication_found_for_clients_without_credentials_and_when_told(
        bool areFound, bool isAnonymous, bool always, string header)
    {
        Exchange exchange = As(Bob, isAnonymous ? null : Key);
        exchange.Client.AuthenticatedGroups = areFound ? ["admin", "ldap"] : null;

        Assert.Equal(PhaseResult.Continue, await RunAsync(exchange, new AclConfig { Allow = ["admin"], AlwaysUseAuthenticatedGroups = always }));

        Assert.NotNull(exchange.Request.Header(header));
    }

    [Fact]
    public async Task Judges_clients_without_consumer_by_the_groups_that_authentication_found()
    {
        Exchange exchange = TestExchange.Of("GET", "/");
        exchange.Client.AuthenticatedGroups = ["ldap"];

        await RunAsync(exchange, new AclConfig { Deny = ["ldap"] });

        Assert.Equal((403, "You cannot consume this service"), Answer(exchange));
    }

    private static Exchange As(Consumer consumer, IEntity? credential, params (string Name, string Value)[] headers)
    {
        Exchange exchange = TestExchange.Of("GET", "/", null, headers);
        exchange.Client.Authenticate(consumer, credential, "id");
        return exchange;
    }

    private static (int Status, string? Message)? Answer(Exchange exchange) =>
        exchange.Local is { } answer ? (answer.Status, answer.Message) : null;

    private static string? Decoded(string? header) => KongLite.Plugins.Shared.RequestHeaders.Text(header);

    private static AclGroup Member(string group) => new() { Id = Guid.NewGuid(), ConsumerId = Bob.Id, Group = group };

    private static ValueTask<PhaseResult> RunAsync(Exchange exchange, AclConfig config) =>
        new AclPlugin(config, new FakeLookup(Bob, Eve, Member("admin"), Member("dev"), Member("gäste"))).AccessAsync(exchange);
}
