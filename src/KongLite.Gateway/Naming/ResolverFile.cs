using System.Globalization;
using System.Net;

namespace KongLite.Gateway.Naming;

/// <summary>The system's DNS settings, as in <c>/etc/resolv.conf</c>.</summary>
internal sealed class ResolverFile
{
    private const int DnsPort = 53;

    private ResolverFile()
    {
    }

    /// <summary>The name servers; empty: the file names none.</summary>
    public List<IPEndPoint> Servers { get; } = [];

    /// <summary>Domains that short names may be in.</summary>
    public List<string> Search { get; private set; } = [];

    /// <summary>From how many dots on a name is tried as it is before the domains.</summary>
    public int Dots { get; private set; } = 1;

    /// <summary>How long to wait for a server.</summary>
    public TimeSpan Timeout { get; private set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often each server is asked.</summary>
    public int Attempts { get; private set; } = 2;

    /// <summary>Reads a file; one that is missing or cannot be read says nothing.</summary>
    public static ResolverFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllLines(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ResolverFile();
        }
    }

    /// <summary>Reads the lines of a file.</summary>
    public static ResolverFile Parse(IEnumerable<string> lines)
    {
        var file = new ResolverFile();
        foreach (string line in lines)
        {
            string[] words = line.Split('#', ';')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["nameserver", string server, ..] when IPAddress.TryParse(server, out IPAddress? address):
                    file.Servers.Add(new IPEndPoint(address, DnsPort));
                    break;
                case ["search" or "domain", .. string[] domains]:
                    file.Search = [.. domains.Select(domain => domain.Trim('.')).Where(domain => domain.Length > 0)];
                    break;
                case ["options", .. string[] options]:
                    file.Take(options);
                    break;
            }
        }

        return file;
    }

    private void Take(string[] options)
    {
        foreach (string option in options)
        {
            string[] parts = option.Split(':');
            if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                continue;
            }

            // The bounds are those of the system's own resolver.
            switch (parts[0])
            {
                case "ndots":
                    Dots = Math.Clamp(number, 0, 15);
                    break;
                case "timeout":
                    Timeout = TimeSpan.FromSeconds(Math.Clamp(number, 1, 30));
                    break;
                case "attempts":
                    Attempts = Math.Clamp(number, 1, 5);
                    break;
            }
        }
    }
}
