using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Routing;

/// <summary>A route with the service that it names.</summary>
/// <param name="Route">The route.</param>
/// <param name="Service">Its service; null when it has none.</param>
internal readonly record struct RouteEntry(Route Route, Service? Service);
