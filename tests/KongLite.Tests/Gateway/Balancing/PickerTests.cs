using KongLite.Gateway.Balancing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Balancing;

public sealed class PickerTests
{
    private const string A = "10.0.0.1:80";
    private const string B = "10.0.0.2:80";
    private const string C = "10.0.0.3:80";

    [Theory]
    [InlineData("100 100 100", 30, "10 10 10")]
    [InlineData("30 10 0", 12, "9 3 0")]
    [InlineData("30 10 20", 12, "6 2 4")]
    [InlineData("0 10 20", 12, "0 4 8")]
    [InlineData("7 5 3", 15, "7 5 3")]
    [InlineData("0 0 65535", 5, "0 0 5")]
    public void A_turn_of_round_robin_deals_out_the_weights_exactly(string weights, int picks, string expected)
    {
        string[] each = weights.Split(' ');
        CompiledUpstream upstream = Given.Upstream(BalancerAlgorithm.RoundRobin, $"{A}={each[0]}", $"{B}={each[1]}", $"{C}={each[2]}");

        Dictionary<string, int> counts = upstream.Pick(picks);

        Assert.Equal(expected, $"{counts.GetValueOrDefault(A)} {counts.GetValueOrDefault(B)} {counts.GetValueOrDefault(C)}");
    }

    [Fact]
    public void Round_robin_spreads_a_heavy_target_over_the_turn()
    {
        CompiledUpstream upstream = Given.Upstream(BalancerAlgorithm.RoundRobin, $"{A}=4", $"{B}=2");

        string[] picks = [.. Enumerable.Range(0, 12).Select(_ => upstream.Peers().Picker.Pick(0, null)!.ToString())];

        // A wheel of A A B A A B, begun anywhere: never three in a row, never two of the light one.
        Assert.DoesNotContain($"{A} {A} {A}", string.Join(' ', picks), StringComparison.Ordinal);
        Assert.DoesNotContain($"{B} {B}", string.Join(' ', picks), StringComparison.Ordinal);
    }

    [Fact]
    public void Round_robin_rounds_the_shares_of_a_wheel_that_would_be_too_long()
    {
        string[] targets = [.. Enumerable.Range(0, 40).Select(i => $"10.0.1.{i}:80={65535 - i}")];
        CompiledUpstream upstream = Given.Upstream(BalancerAlgorithm.RoundRobin, targets);

        Dictionary<string, int> counts = upstream.Pick(4000);

        Assert.All(counts.Values, count => Assert.InRange(count, 95, 105));
    }

    [Fact]
    public void Round_robin_finds_the_living_among_many_dead()
    {
        string[] targets = [.. Enumerable.Range(0, 200).Select(i => $"10.0.1.{i}:80={65535 - i}")];
        CompiledUpstream upstream = Given.Upstream(new Upstream { Name = "pool", Healthchecks = Given.PassiveChecks() }, targets);
        foreach (Peer peer in upstream.Peers().Peers.Skip(2))
        {
            peer.State.Set(isHealthy: false);
        }

        Dictionary<string, int> counts = upstream.Pick(2000);

        Assert.Equal(2, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 800, 1200));
    }

    [Fact]
    public void Round_robin_deals_the_share_of_a_dead_target_out_to_all_others()
    {
        CompiledUpstream upstream = Given.Upstream(new Upstream { Name = "pool", Healthchecks = Given.PassiveChecks() }, A, B, C);
        upstream.Peer(A).State.Set(isHealthy: false);

        Dictionary<string, int> counts = upstream.Pick(8);

        Assert.Equal((0, 4, 4), (counts.GetValueOrDefault(A), counts[B], counts[C]));
    }

    [Fact]
    public void Requests_at_the_same_time_share_one_turn()
    {
        CompiledUpstream upstream = Given.Upstream(BalancerAlgorithm.RoundRobin, $"{A}=3", $"{B}=1");
        int[] counts = new int[2];

        Parallel.For(0, 4000, _ => Interlocked.Increment(ref counts[upstream.Peers().Picker.Pick(0, null)!.Index]));

        Assert.Equal([3000, 1000], counts);
    }

    [Fact]
    public void Least_connections_prefers_who_has_the_fewest_requests_for_its_weight()
    {
        CompiledUpstream upstream = Given.Upstream(BalancerAlgorithm.LeastConnections, $"{A}=200", $"{B}=100", $"{C}=0");
        for (int i = 0; i < 9; i++)
        {
            upstream.Peers().Picker.Pick(0, null)!.State.Enter();
        }

        Assert.Equal((6, 3, 0), (upstream.Peer(A).State.Active, upstream.Peer(B).State.Active, upstream.Peer(C).State.Active));
    }

    [Fact]
    public void Least_connections_lets_equals_take_turns()
    {
        CompiledUpstream upstream = Given.Upstream(BalancerAlgorithm.LeastConnections, A, B);

        Dictionary<string, int> counts = upstream.Pick(10);

        Assert.Equal((5, 5), (counts[A], counts[B]));
    }

    [Fact]
    public void Latency_prefers_who_answers_fastest_for_its_weight()
    {
        CompiledUpstream upstream = Given.Upstream(BalancerAlgorithm.Latency, A, B, $"{C}=0");
        long now = System.Diagnostics.Stopwatch.GetTimestamp();
        upstream.Peer(A).State.Took(0.5, now);
        upstream.Peer(B).State.Took(0.1, now);

        Assert.Equal([B], upstream.Pick(5).Keys);
    }

    [Fact]
    public void Latency_forgets_a_slow_answer_in_time()
    {
        var state = new AddressState();
        long now = System.Diagnostics.Stopwatch.GetTimestamp();
        state.Took(1, now);

        double later = state.Latency(now + (20 * System.Diagnostics.Stopwatch.Frequency));

        Assert.InRange(later, 0.13, 0.14);
    }

    [Fact]
    public void Latency_gives_a_newcomer_the_average_of_the_others()
    {
        var row = new Upstream { Name = "pool", Algorithm = BalancerAlgorithm.Latency };
        CompiledUpstream before = Given.Upstream(row, A, B);
        long now = System.Diagnostics.Stopwatch.GetTimestamp();
        before.Peer(A).State.Took(0.1, now);
        before.Peer(B).State.Took(0.3, now);

        CompiledUpstream after = Given.Upstream(row, before.State, A, B, C);

        Assert.InRange(after.Peer(C).State.Latency(now), 0.15, 0.21);
        Assert.Equal([A], after.Pick(3).Keys);
    }

    [Theory]
    [InlineData(BalancerAlgorithm.RoundRobin)]
    [InlineData(BalancerAlgorithm.LeastConnections)]
    [InlineData(BalancerAlgorithm.Latency)]
    [InlineData(BalancerAlgorithm.ConsistentHashing)]
    public void Who_failed_is_not_tried_again_while_there_are_others(BalancerAlgorithm algorithm)
    {
        CompiledUpstream upstream = Given.Upstream(algorithm, A, B, C);
        PeerPicker picker = upstream.Peers().Picker;
        var failed = new List<AddressState>();
        var tried = new List<string>();

        for (int i = 0; i < 3; i++)
        {
            Peer peer = picker.Pick(1, failed)!;
            tried.Add(peer.ToString());
            failed.Add(peer.State);
        }

        Assert.Equal([A, B, C], tried.Order(StringComparer.Ordinal));
        Assert.NotNull(picker.Pick(1, failed));
    }

    [Theory]
    [InlineData(BalancerAlgorithm.RoundRobin)]
    [InlineData(BalancerAlgorithm.LeastConnections)]
    [InlineData(BalancerAlgorithm.Latency)]
    [InlineData(BalancerAlgorithm.ConsistentHashing)]
    public void Nobody_is_picked_where_nobody_has_weight(BalancerAlgorithm algorithm)
    {
        Assert.Null(Given.Upstream(algorithm, $"{A}=0").Peers().Picker.Pick(1, null));
        Assert.Null(Given.Upstream(algorithm).Peers().Picker.Pick(1, null));
    }

    [Theory]
    [InlineData(BalancerAlgorithm.RoundRobin)]
    [InlineData(BalancerAlgorithm.LeastConnections)]
    [InlineData(BalancerAlgorithm.Latency)]
    [InlineData(BalancerAlgorithm.ConsistentHashing)]
    public void Picking_allocates_nothing(BalancerAlgorithm algorithm)
    {
        PeerPicker picker = Given.Upstream(algorithm, A, B, C).Peers().Picker;
        picker.Pick(1, null);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (uint i = 0; i < 1000; i++)
        {
            picker.Pick(i, null);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
