using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Forwarding;

/// <summary>Where a service is.</summary>
/// <param name="Service">The service.</param>
/// <param name="Target">Its own address.</param>
internal sealed record ServiceTarget(Service Service, Target Target);
