using KongLite.Gateway.Naming;
using KongLite.Tests.Store;

namespace KongLite.Tests.Gateway.Naming;

public sealed class NameResolverTests : IDisposable
{
    private readonly FakeNameServer _server = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Finds_every_address_and_remembers_them_as_long_as_they_are_good()
    {
        _server.AddA("a.test", "10.0.0.1", ttl: 30);
        _server.AddA("a.test", "10.0.0.2", ttl: 60);
        NameResolver resolver = Resolver();

        ResolvedName first = await resolver.ResolveAsync("a.test", default);
        int asked = _server.Questions.Count;
        ResolvedName second = await resolver.ResolveAsync("a.test", default);

        Assert.Equal("A 10.0.0.1 10.0.0.2", Show(first));
        Assert.Equal(_clock.GetUtcNow().AddSeconds(30), first.Expires);
        Assert.Same(first, second);
        Assert.Equal(asked, _server.Questions.Count);
        Assert.Equal(["33 a.test", "1 a.test"], _server.Questions);
    }

    [Fact]
    public async Task Of_SRV_records_the_first_priority_counts_with_ports_and_weights()
    {
        _server.AddSrv("s.test", 1, 10, 8080, "one.test");
        _server.AddSrv("s.test", 1, 20, 8081, "two.test");
        _server.AddSrv("s.test", 2, 30, 8082, "three.test");
        _server.AddA("one.test", "10.0.0.1");
        _server.AddA("two.test", "10.0.0.2");
        _server.AddA("three.test", "10.0.0.3");

        ResolvedName found = await Resolver().ResolveAsync("s.test", default);

        Assert.Equal("SRV 10.0.0.1:8080=10@one.test 10.0.0.2:8081=20@two.test", Show(found));
    }

    [Fact]
    public async Task An_expired_answer_is_used_while_a_new_one_is_on_its_way()
    {
        _server.AddA("a.test", "10.0.0.1", ttl: 10);
        NameResolver resolver = Resolver();
        await resolver.ResolveAsync("a.test", default);
        _server.Clear();
        _server.AddA("a.test", "10.0.0.2", ttl: 10);
        _clock.Advance(TimeSpan.FromSeconds(11));

        ResolvedName stale = await resolver.ResolveAsync("a.test", default);
        ResolvedName fresh = await UntilAsync(resolver, "a.test", answer => answer.Expires > _clock.GetUtcNow());

        Assert.Equal("A 10.0.0.1", Show(stale));
        Assert.Equal("A 10.0.0.2", Show(fresh));
        // The type of last time is asked for first, and enough.
        Assert.Equal(["33 a.test", "1 a.test", "1 a.test"], _server.Questions);
    }

    [Fact]
    public async Task An_answer_that_expired_long_ago_is_not_used()
    {
        _server.AddA("a.test", "10.0.0.1", ttl: 10);
        NameResolver resolver = Resolver();
        await resolver.ResolveAsync("a.test", default);
        _server.Clear();
        _server.AddA("a.test", "10.0.0.2", ttl: 10);
        _clock.Advance(TimeSpan.FromSeconds(11) + TimeSpan.FromHours(1));

        Assert.Equal("A 10.0.0.2", Show(await resolver.ResolveAsync("a.test", default)));
    }

    [Fact]
    public async Task An_answer_that_is_good_for_no_time_is_asked_for_each_time()
    {
        _server.AddA("a.test", "10.0.0.1", ttl: 0);
        NameResolver resolver = Resolver();
        ResolvedName first = await resolver.ResolveAsync("a.test", default);
        _server.Clear();
        _server.AddA("a.test", "10.0.0.2", ttl: 0);

        Assert.Null(resolver.Known("a.test"));
        Assert.Equal(("A 10.0.0.1", "A 10.0.0.2"), (Show(first), Show(await resolver.ResolveAsync("a.test", default))));
    }

    [Fact]
    public async Task Remembers_for_a_moment_that_the_server_failed()
    {
        _server.Failure = 2;
        NameResolver resolver = Resolver(new DnsOptions { Order = [DnsOrder.A] });
        await resolver.ResolveAsync("a.test", default);
        _server.Failure = 0;
        _server.AddA("a.test", "10.0.0.1");

        ResolvedName soon = await resolver.ResolveAsync("a.test", default);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(soon.Error);
        Assert.Equal("A 10.0.0.1", Show(await resolver.ResolveAsync("a.test", default)));
    }

    [Theory]
    [InlineData("LAST SRV A", "1 a.test")]
    [InlineData("SRV A", "33 a.test 1 a.test")]
    [InlineData("A SRV", "1 a.test")]
    public async Task The_type_of_last_time_is_asked_for_first_where_the_order_says_so(string order, string expected)
    {
        _server.AddA("a.test", "10.0.0.1", ttl: 0);
        NameResolver resolver = Resolver(new DnsOptions { Order = [.. order.Split(' ').Select(step => Enum.Parse<DnsOrder>(step, ignoreCase: true))] });
        await resolver.ResolveAsync("a.test", default);
        int asked = _server.Questions.Count;

        await resolver.ResolveAsync("a.test", default);

        Assert.Equal(expected, string.Join(' ', _server.Questions.Skip(asked)));
    }

    [Fact]
    public async Task Finds_IPv6_addresses_where_they_are_asked_for()
    {
        _server.AddA("a.test", "10.0.0.1");
        _server.AddAaaa("a.test", "2001:db8::1");

        Assert.Equal("AAAA 2001:db8::1", Show(await Resolver(new DnsOptions { Order = [DnsOrder.Aaaa, DnsOrder.A] }).ResolveAsync("a.test", default)));
    }

    [Fact]
    public async Task A_failing_server_does_not_take_a_known_name_away()
    {
        _server.AddA("a.test", "10.0.0.1", ttl: 10);
        NameResolver resolver = Resolver();
        await resolver.ResolveAsync("a.test", default);
        _server.Failure = 2;
        _clock.Advance(TimeSpan.FromSeconds(11));

        await resolver.ResolveAsync("a.test", default);

        Assert.Equal("A 10.0.0.1", Show(await resolver.ResolveAsync("a.test", default)));
    }

    [Fact]
    public async Task Remembers_for_a_while_that_a_name_means_nothing()
    {
        NameResolver resolver = Resolver();
        ResolvedName nothing = await resolver.ResolveAsync("a.test", default);
        _server.AddA("a.test", "10.0.0.1");

        ResolvedName soon = await resolver.ResolveAsync("a.test", default);
        _clock.Advance(TimeSpan.FromSeconds(31));
        ResolvedName later = await resolver.ResolveAsync("a.test", default);

        Assert.Equal(("ERROR", "ERROR", "A 10.0.0.1"), (Show(nothing), Show(soon), Show(later)));
        Assert.Null(nothing.Error);
    }

    [Fact]
    public async Task Says_why_the_server_could_not_tell()
    {
        _server.Failure = 2;

        ResolvedName failed = await Resolver().ResolveAsync("a.test", default);

        Assert.Empty(failed.Addresses);
        Assert.StartsWith("dns server error: 2 server failure", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_name_is_looked_for_in_the_domains_of_the_system()
    {
        _server.AddA("svc.one.test", "10.0.0.1");
        ResolverFile system = ResolverFile.Parse(["search zero.test one.test", "options ndots:2"]);

        ResolvedName found = await Resolver(new DnsOptions { Order = [DnsOrder.A] }, system).ResolveAsync("svc", default);

        Assert.Equal("A 10.0.0.1", Show(found));
        Assert.Equal(["1 svc.zero.test", "1 svc.one.test"], _server.Questions);
    }

    [Fact]
    public async Task Many_who_ask_at_once_are_one_question()
    {
        _server.AddA("a.test", "10.0.0.1");
        NameResolver resolver = Resolver(new DnsOptions { Order = [DnsOrder.A] });

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => resolver.ResolveAsync("a.test", default).AsTask()));

        Assert.Single(_server.Questions);
    }

    [Fact]
    public async Task Remembers_no_more_names_than_it_may()
    {
        NameResolver resolver = Resolver(new DnsOptions { Order = [DnsOrder.A], CacheSize = 4 });

        for (int i = 0; i < 20; i++)
        {
            await resolver.ResolveAsync($"n{i}.test", default);
        }

        Assert.InRange(Enumerable.Range(0, 20).Count(i => resolver.Known($"n{i}.test") is not null), 1, 4);
    }

    [Theory]
    [InlineData("LOCALHOST", "A 127.0.0.1")]
    [InlineData("app.localhost", "A 127.0.0.1")]
    [InlineData("fixed.test", "A 10.9.9.9")]
    [InlineData("six.test", "ERROR")]
    [InlineData("nothing.invalid", "ERROR")]
    public async Task Some_names_need_no_server(string name, string expected)
    {
        HostsFile hosts = HostsFile.Parse(["# comment", "10.9.9.9 fixed.test other.test # more", "10.9.9.8 fixed.test", "::1 six.test", "nonsense"]);

        ResolvedName found = await Resolver(hosts: hosts).ResolveAsync(name, default);

        Assert.Equal(expected, Show(found));
    }

    [Fact]
    public async Task Validity_can_be_fixed_for_all_answers()
    {
        _server.AddA("a.test", "10.0.0.1", ttl: 1);

        ResolvedName found = await Resolver(new DnsOptions { ValidTtl = TimeSpan.FromMinutes(5) }).ResolveAsync("a.test", default);

        Assert.Equal(_clock.GetUtcNow().AddMinutes(5), found.Expires);
    }

    private static string Show(ResolvedName name) => string.Join(' ', name.Addresses
        .Select(each => each.Port is { } port ? $"{each.Ip}:{port}={each.Weight}@{each.Name}" : $"{each.Ip}")
        .Order(StringComparer.Ordinal)
        .Prepend(name.RecordType));

    private static async Task<ResolvedName> UntilAsync(NameResolver resolver, string name, Func<ResolvedName, bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            ResolvedName answer = await resolver.ResolveAsync(name, patience.Token);
            if (condition(answer))
            {
                return answer;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private NameResolver Resolver(DnsOptions? options = null, ResolverFile? system = null, HostsFile? hosts = null)
    {
        options = (options ?? new DnsOptions()) with { Servers = [_server.Address] };
        return new NameResolver(options, new DnsQuery(options, system ?? ResolverFile.Parse([]), hosts ?? HostsFile.Parse([]), _clock), _clock);
    }
}
