using System.Text;
using KongLite.Gateway.Balancing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Balancing;

/// <summary>Which target has a key, and how little a change of the targets changes of that.</summary>
public sealed class KeyMovementTests
{
    private const int Keys = 10_000;
    private const string A = "10.0.0.1:80";
    private const string B = "10.0.0.2:80";
    private const string C = "10.0.0.3:80";

    private static readonly uint[] Hashes =
        [.. Enumerable.Range(0, Keys).Select(i => ConsistentHashing.Hash(Encoding.UTF8.GetBytes($"key-{i}")))];

    [Fact]
    public void The_same_key_goes_to_the_same_target_whatever_the_order_of_targets()
    {
        CompiledUpstream one = Given.Upstream(BalancerAlgorithm.ConsistentHashing, A, B, C);
        CompiledUpstream other = Given.Upstream(BalancerAlgorithm.ConsistentHashing, C, A, B);

        Assert.Equal(Owners(one), Owners(other));
    }

    // Of targets with these weights the first one comes, and goes again.
    [Theory]
    [InlineData("100 100")]
    [InlineData("100 100 100 100 100 100 100 100 100 100")]
    [InlineData("1 1 1 1 1 1 1 1 1 1")]
    [InlineData("1000 100 100 100 100 100 100 100 100 100")]
    [InlineData("100 1000 10 20 30 40 50 60 70 80")]
    [InlineData("65535 1 1 65535 3 7 99 100 101 65534")]
    public void A_target_that_comes_or_goes_moves_its_share_of_the_keys_and_no_others(string weights)
    {
        int[] each = [.. weights.Split(' ').Select(int.Parse)];
        string[] targets = [.. each.Select((weight, i) => $"10.0.2.{i}:80={weight}")];
        string first = targets[0].Split('=')[0];
        string[] without = Owners(Given.Upstream(BalancerAlgorithm.ConsistentHashing, targets[1..]));
        string[] with = Owners(Given.Upstream(BalancerAlgorithm.ConsistentHashing, targets));
        double share = (double)each[0] / each.Sum();

        Assert.All(without.Zip(with), pair => Assert.True(pair.First == pair.Second || pair.Second == first));
        Assert.InRange(with.Count(owner => owner == first), Keys * share * 0.9, Keys * share * 1.1);
    }

    [Fact]
    public void A_target_that_gets_more_weight_takes_keys_and_none_are_moved_besides()
    {
        string[] light = Owners(Given.Upstream(BalancerAlgorithm.ConsistentHashing, $"{A}=100", $"{B}=100", $"{C}=100"));
        string[] heavy = Owners(Given.Upstream(BalancerAlgorithm.ConsistentHashing, $"{A}=200", $"{B}=100", $"{C}=100"));

        Assert.All(light.Zip(heavy), pair => Assert.True(pair.First == pair.Second || pair.Second == A));
        Assert.InRange(heavy.Count(owner => owner == A), Keys * 0.47, Keys * 0.53);
    }

    [Theory]
    [InlineData("100 100 100 100 100 100 100 100 100 100")]
    [InlineData("300 100 0")]
    [InlineData("1 2 3 4 5 6 7 8 9 10")]
    public void Keys_are_spread_by_weight_and_none_goes_to_weight_0(string weights)
    {
        int[] each = [.. weights.Split(' ').Select(int.Parse)];
        string[] targets = [.. each.Select((_, i) => $"10.0.2.{i}:80")];

        string[] owners = Owners(Given.Upstream(BalancerAlgorithm.ConsistentHashing, [.. targets.Zip(each).Select(pair => $"{pair.First}={pair.Second}")]));

        Assert.All(targets.Zip(each), pair =>
        {
            double expected = (double)Keys * pair.Second / each.Sum();
            Assert.InRange(owners.Count(owner => owner == pair.First), expected * 0.8, expected * 1.2);
        });
    }

    [Fact]
    public void Keys_of_a_dead_target_go_elsewhere_and_the_others_stay()
    {
        CompiledUpstream upstream = Given.Upstream(
            new Upstream { Name = "pool", Algorithm = BalancerAlgorithm.ConsistentHashing, HashOn = HashInput.Ip, Healthchecks = Given.PassiveChecks() }, A, B, C);
        string[] before = Owners(upstream);
        upstream.Peer(B).State.Set(isHealthy: false);

        string[] after = Owners(upstream);

        Assert.All(before.Zip(after), pair => Assert.True(pair.First == B ? pair.Second != B : pair.Second == pair.First));
    }

    private static string[] Owners(CompiledUpstream upstream) =>
        [.. Hashes.Select(hash => upstream.Peers().Picker.Pick(hash, null)!.ToString())];
}
