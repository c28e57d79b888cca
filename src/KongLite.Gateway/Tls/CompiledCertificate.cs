using KongLite.Sdk.Entities;

namespace KongLite.Gateway.Tls;

/// <summary>A row with what became of it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Certificate">What it is served with; null: it cannot be used.</param>
internal sealed record CompiledCertificate(Certificate Row, ServerCertificate? Certificate);
