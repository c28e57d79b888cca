using KongLite.Gateway.Balancing;
using KongLite.Sdk.Entities;

namespace KongLite.Tests.Gateway.Balancing;

public sealed class AddressStateTests
{
    // s: success, h: bad status, t: no connection, o: timeout; 2 successes or 3 failures of a kind change the state.
    [Theory]
    [InlineData("", nameof(HealthState.Healthy))]
    [InlineData("s", nameof(HealthState.Healthy))]
    [InlineData("h", nameof(HealthState.MostlyHealthy))]
    [InlineData("hh", nameof(HealthState.MostlyHealthy))]
    [InlineData("hhh", nameof(HealthState.Unhealthy))]
    [InlineData("ttt", nameof(HealthState.Unhealthy))]
    [InlineData("ooo", nameof(HealthState.Unhealthy))]
    [InlineData("htohto", nameof(HealthState.MostlyHealthy))]
    [InlineData("htohtoh", nameof(HealthState.Unhealthy))]
    [InlineData("hhs", nameof(HealthState.MostlyHealthy))]
    [InlineData("hhsh", nameof(HealthState.MostlyHealthy))]
    [InlineData("hhss", nameof(HealthState.Healthy))]
    [InlineData("hhhs", nameof(HealthState.MostlyUnhealthy))]
    [InlineData("hhhss", nameof(HealthState.Healthy))]
    [InlineData("hhhsh", nameof(HealthState.MostlyUnhealthy))]
    [InlineData("hhhshs", nameof(HealthState.MostlyUnhealthy))]
    [InlineData("hhhshss", nameof(HealthState.Healthy))]
    [InlineData("hhhshhh", nameof(HealthState.Unhealthy))]
    public void Counts_as_Kong_does(string reports, string expected)
    {
        var state = new AddressState();

        foreach (char report in reports)
        {
            state.Take(Read(report), report == 's' ? 2 : 3);
        }

        Assert.Equal(expected, state.State.ToString());
        Assert.Equal(expected.EndsWith("Healthy", StringComparison.Ordinal), state.IsHealthy);
    }

    [Fact]
    public void A_limit_of_0_never_changes_anything()
    {
        var state = new AddressState();

        Assert.False(state.Take(HealthReport.HttpFailure, 0));
        Assert.Equal(HealthState.Healthy, state.State);
    }

    [Fact]
    public void Says_when_it_comes_and_goes()
    {
        var state = new AddressState();

        Assert.False(state.Take(HealthReport.Timeout, 2));
        Assert.True(state.Take(HealthReport.Timeout, 2));
        Assert.False(state.Take(HealthReport.Timeout, 2));
        Assert.True(state.Take(HealthReport.Success, 1));
    }

    [Fact]
    public void A_state_set_by_hand_begins_to_count_anew()
    {
        var state = new AddressState();
        state.Take(HealthReport.HttpFailure, 2);

        state.Set(isHealthy: true);
        state.Take(HealthReport.HttpFailure, 2);

        Assert.Equal(HealthState.MostlyHealthy, state.State);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(1, 0, 0, 0, true)]
    [InlineData(0, 0.5, 0, 0, true)]
    [InlineData(0, 0, 1, 0, true)]
    [InlineData(0, 0, 0, 1, true)]
    public void Health_counts_when_anything_can_find_a_failure(double healthy, double unhealthy, int httpFailures, int timeouts, bool isOn)
    {
        var checks = new UpstreamHealthchecks
        {
            Active = new ActiveHealthcheck { Healthy = new ActiveHealthy { Interval = healthy }, Unhealthy = new ActiveUnhealthy { Interval = unhealthy } },
            Passive = new PassiveHealthcheck { Unhealthy = new PassiveUnhealthy { HttpFailures = httpFailures, Timeouts = timeouts } },
        };

        Assert.Equal(isOn, new HealthRules(checks).IsOn);
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 3, false)]
    [InlineData(50, 1, true)]
    [InlineData(50, 2, false)]
    [InlineData(66, 1, true)]
    [InlineData(67, 1, false)]
    [InlineData(100, 0, false)]
    public void An_upstream_is_healthy_above_its_threshold(double threshold, int dead, bool isHealthy)
    {
        CompiledUpstream upstream = Given.Upstream(
            new Upstream { Name = "pool", Healthchecks = Given.PassiveChecks(threshold) }, "10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80", "10.0.0.4:80=0");

        upstream.State.Set(upstream.Peers().Peers.Take(dead), isHealthy: false);

        Assert.Equal(isHealthy, upstream.Peers().IsHealthy);
    }

    private static HealthReport Read(char report) => report switch
    {
        's' => HealthReport.Success,
        'h' => HealthReport.HttpFailure,
        't' => HealthReport.TcpFailure,
        _ => HealthReport.Timeout,
    };
}
