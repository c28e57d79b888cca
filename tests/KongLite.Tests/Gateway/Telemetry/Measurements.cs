using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using KongLite.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace KongLite.Tests.Gateway.Telemetry;

/// <summary>Listens to the meter of one host.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _heard = new();

    public Measurements(ProxyHost host)
    {
        Meter meter = host.Services.GetRequiredService<GatewayMetrics>().Meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<Measurement> Of(string name) => [.. _heard.Where(each => each.Name == name)];

    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _heard.Enqueue(new Measurement(instrument.Name, instrument.Unit, value, tags.ToArray().ToDictionary(each => each.Key, each => each.Value)));
}

/// <summary>What was measured once.</summary>
internal sealed record Measurement(string Name, string? Unit, double Value, IReadOnlyDictionary<string, object?> Tags);
