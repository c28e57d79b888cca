using KongLite.Gateway.Snapshot;
using KongLite.Sdk.Storage;
using KongLite.Tests.Store;

namespace KongLite.Tests.Gateway.Snapshot;

public sealed class FeedOutageTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly FeedOutage _outage;

    public FeedOutageTests() => _outage = new FeedOutage(_clock, _log.Logger<FeedOutage>());

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Waits_longer_after_each_failure_up_to_five_seconds()
    {
        double[] most = [0.2, 0.4, 0.8, 1.6, 3.2, 5, 5];

        Assert.All(most, seconds =>
        {
            _outage.Add(new StoreException("gone"), 1);
            Assert.InRange(_outage.Pause.TotalSeconds, seconds / 2, seconds);
        });
    }

    [Fact]
    public void Begins_anew_with_the_next_outage()
    {
        _outage.Add(new StoreException("gone"), 1);
        _outage.Add(new StoreException("gone"), 1);
        _outage.End();
        TimeSpan between = _outage.Pause;

        _outage.Add(new StoreException("gone"), 1);

        Assert.Equal(TimeSpan.Zero, between);
        Assert.InRange(_outage.Pause.TotalSeconds, 0.1, 0.2);
    }

    [Fact]
    public void Is_told_when_it_begins_once_a_minute_and_when_it_ends()
    {
        _outage.Add(new StoreException("gone", new IOException("a cause")), 7);
        _outage.Add(new StoreException("gone"), 7);
        _clock.Advance(TimeSpan.FromSeconds(59));
        _outage.Add(new StoreException("gone"), 7);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _outage.Add(new StoreException("still gone"), 7);
        _outage.End();

        Assert.Equal(
            [
                "the database cannot be reached: gone; the proxy goes on with version 7 of the configuration",
                "the database cannot be reached: still gone; the proxy goes on with version 7 of the configuration",
                "the database can be reached again, after 60 s",
            ],
            _log.All.Select(line => line.Text));
        Assert.All(_log.All, line => Assert.Null(line.Error));
    }

    [Fact]
    public void Says_that_there_is_no_configuration()
    {
        _outage.Add(new StoreException("gone"), -1);

        Assert.Equal(
            ["the database cannot be reached: gone; there is no configuration yet, and requests are answered with 503 until it can"],
            _log.All.Select(line => line.Text));
    }

    [Fact]
    public void A_database_that_comes_and_goes_does_not_fill_the_log()
    {
        for (int i = 0; i < 10; i++)
        {
            _outage.Add(new StoreException("gone"), 1);
            _outage.End();
        }

        Assert.Equal(2, _log.All.Count);
    }
}
