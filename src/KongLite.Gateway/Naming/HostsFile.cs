using System.Net;
using System.Net.Sockets;

namespace KongLite.Gateway.Naming;

/// <summary>Names with fixed addresses, as in <c>/etc/hosts</c>. Of several addresses of a family the first counts.</summary>
internal sealed class HostsFile
{
    private readonly Dictionary<string, ResolvedName> _v4 = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ResolvedName> _v6 = new(StringComparer.OrdinalIgnoreCase);

    private HostsFile()
    {
    }

    /// <summary>Reads a file; one that is missing or cannot be read has no names but <c>localhost</c>.</summary>
    public static HostsFile Read(string path)
    {
        string[] lines = [];
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }

        return Parse(lines);
    }

    /// <summary>Reads the lines of a file.</summary>
    public static HostsFile Parse(IEnumerable<string> lines)
    {
        var file = new HostsFile();
        foreach (string line in lines)
        {
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && IPAddress.TryParse(words[0], out IPAddress? address))
            {
                foreach (string name in words.Skip(1))
                {
                    file.Add(name, address);
                }
            }
        }

        file.Add("localhost", IPAddress.Loopback);
        file.Add("localhost", IPAddress.IPv6Loopback);
        return file;
    }

    /// <summary>The address of a name in a family; null: the file has none.</summary>
    public ResolvedName? Find(string name, bool v6) => (v6 ? _v6 : _v4).GetValueOrDefault(name);

    private void Add(string name, IPAddress address)
    {
        bool isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        (isV6 ? _v6 : _v4).TryAdd(name, new ResolvedName(isV6 ? "AAAA" : "A", [new ResolvedAddress(address)], DateTimeOffset.MaxValue));
    }
}
