using System.Net;
using System.Net.Sockets;

namespace KongLite.Gateway.Balancing;

/// <summary>Asks the operating system.</summary>
internal sealed class SystemNameResolver(TimeProvider clock) : INameResolver
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(30);

    public ResolvedName? Known(string name) => null;

    public async ValueTask<ResolvedName> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork, cancellationToken);
            return new ResolvedName(found.Length == 0 ? "ERROR" : "A", [.. found.Select(ip => new ResolvedAddress(ip))], clock.GetUtcNow() + Validity);
        }
        catch (SocketException error)
        {
            return new ResolvedName("ERROR", [], clock.GetUtcNow() + Validity, error.Message);
        }
    }
}
