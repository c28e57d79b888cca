using System.Net;
using System.Net.Sockets;

namespace KongLite.Testing;

/// <summary>Ports for programs that have to be told theirs. They lie below those that systems hand out on their own.</summary>
public static class FreePorts
{
    private const int Lowest = 20000;
    private const int Highest = 31000;
    private static readonly Lock Gate = new();
    private static int _next = Random.Shared.Next(Lowest, Highest);

    /// <summary>The first of several consecutive ports on which nobody listens and that nobody else in this process was given.</summary>
    public static int Take(int count)
    {
        lock (Gate)
        {
            for (int tries = 0; tries < Highest - Lowest; tries += count)
            {
                int first = _next;
                _next = _next + count > Highest ? Lowest : _next + count;
                if (Enumerable.Range(first, count).All(IsFree))
                {
                    return first;
                }
            }
        }

        throw new InvalidOperationException($"no {count} consecutive ports are free");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
