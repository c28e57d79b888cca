using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Gateway.Wire;

/// <summary>Hears from Kestrel when it refuses a request, and tells the connection.</summary>
internal sealed class RefusalObserver : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private readonly IDisposable _subscription;

    public RefusalObserver(DiagnosticListener diagnostics) =>
        _subscription = diagnostics.Subscribe(this, static name => name.Equals(BadRequest, StringComparison.Ordinal));

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == BadRequest && value.Value is IFeatureCollection features && features.Get<ClientWire>() is { } wire
            && RefusedRequest.Of(features) is { } request)
        {
            wire.Refuse(request);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscription.Dispose();
}
