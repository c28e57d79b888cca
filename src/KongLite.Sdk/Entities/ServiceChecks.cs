using System.Linq.Expressions;
using KongLite.Sdk.Schema.Checks;

namespace KongLite.Sdk.Entities;

/// <summary>What a service's protocol rules out (Kong: <c>services.lua</c>, entity_checks).</summary>
internal sealed class ServiceChecks : Checks<Service>
{
    public ServiceChecks()
    {
        Conditional(s => s.Protocol, Match.OneOf("tcp", "tls", "udp", "grpc", "grpcs"), s => s.Path, Match.Null);
        OnlyWithTls(s => s.ClientCertificateId);
        OnlyWithTls(s => s.TlsVerify);
        OnlyWithTls(s => s.TlsVerifyDepth);
        OnlyWithTls(s => s.CaCertificates);
    }

    private void OnlyWithTls(Expression<Func<Service, object?>> field) =>
        Conditional(s => s.Protocol, Match.NotOneOf("https", "tls"), field, Match.Null);
}
