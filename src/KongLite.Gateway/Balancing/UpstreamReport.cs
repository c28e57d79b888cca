namespace KongLite.Gateway.Balancing;

/// <summary>How an upstream is.</summary>
/// <param name="IsChecked">Whether health counts; false: no check is switched on, and every address is available.</param>
/// <param name="IsHealthy">Whether enough of the weight is available for the upstream to be used.</param>
/// <param name="Targets">Its targets.</param>
public sealed record UpstreamReport(bool IsChecked, bool IsHealthy, IReadOnlyList<TargetReport> Targets);

/// <summary>How a target is.</summary>
/// <param name="Id">The target.</param>
/// <param name="Host">Its name or address, without port.</param>
/// <param name="Port">Its port.</param>
/// <param name="RecordType">Type of the DNS records behind it, such as <c>A</c>; <c>ERROR</c>: there are none.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Addresses">The addresses it stands for; none when its name means nothing.</param>
public sealed record TargetReport(Guid Id, string Host, int Port, string RecordType, int Weight, IReadOnlyList<AddressReport> Addresses);

/// <summary>How an address is.</summary>
/// <param name="Ip">The address, an IPv6 one in brackets.</param>
/// <param name="Port">The port.</param>
/// <param name="Weight">Its share of requests.</param>
/// <param name="IsAvailable">Whether it gets requests, as far as its health is concerned.</param>
public sealed record AddressReport(string Ip, int Port, int Weight, bool IsAvailable);
