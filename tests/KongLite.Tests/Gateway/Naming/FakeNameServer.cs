using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KongLite.Tests.Gateway.Naming;

/// <summary>A name server on a UDP port of its own that answers as it is told.</summary>
internal sealed class FakeNameServer : IDisposable
{
    private const ushort TypeA = 1;
    private const ushort TypeAaaa = 28;
    private const ushort TypeSrv = 33;
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Dictionary<string, List<byte[]>> _records = [];
    private readonly List<string> _questions = [];

    public FakeNameServer() => _ = ServeAsync();

    public IPEndPoint Address => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>Code of every answer; 0: as the records say.</summary>
    public byte Failure { get; set; }

    /// <summary>What was asked, as <c>1 name</c> with the number of the type.</summary>
    public IReadOnlyList<string> Questions
    {
        get
        {
            lock (_questions)
            {
                return [.. _questions];
            }
        }
    }

    public void AddA(string name, string ip, int ttl = 60) => Add(TypeA, name, ttl, IPAddress.Parse(ip).GetAddressBytes());

    public void AddAaaa(string name, string ip, int ttl = 60) => Add(TypeAaaa, name, ttl, IPAddress.Parse(ip).GetAddressBytes());

    public void AddSrv(string name, ushort priority, ushort weight, ushort port, string target, int ttl = 60)
    {
        byte[] fixedPart = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart, priority);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(2), weight);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(4), port);
        Add(TypeSrv, name, ttl, [.. fixedPart, .. Labels(target)]);
    }

    public void Clear()
    {
        lock (_questions)
        {
            _records.Clear();
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Add(ushort type, string name, int ttl, byte[] data)
    {
        // A pointer to the name of the question, type, class IN, time to live, length, data.
        byte[] record = [0xc0, 0x0c, 0, (byte)type, 0, 1, (byte)(ttl >> 24), (byte)(ttl >> 16), (byte)(ttl >> 8), (byte)ttl, 0, (byte)data.Length, .. data];
        lock (_questions)
        {
            string key = $"{type} {name}";
            _records[key] = [.. _records.GetValueOrDefault(key) ?? [], record];
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                UdpReceiveResult query = await _socket.ReceiveAsync();
                await _socket.SendAsync(Answer(query.Buffer), query.RemoteEndPoint);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
        }
    }

    private byte[] Answer(byte[] query)
    {
        int end = 12;
        var name = new List<string>();
        while (query[end] != 0)
        {
            name.Add(Encoding.ASCII.GetString(query, end + 1, query[end]));
            end += query[end] + 1;
        }

        ushort type = BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(end + 1));
        string question = $"{type} {string.Join('.', name)}";
        List<byte[]> records;
        bool isKnown;
        lock (_questions)
        {
            _questions.Add(question);
            records = _records.GetValueOrDefault(question) ?? [];
            isKnown = _records.Keys.Any(key => key.EndsWith($" {string.Join('.', name)}", StringComparison.Ordinal));
        }

        byte code = Failure != 0 ? Failure : (byte)(isKnown ? 0 : 3);
        byte[] header = [query[0], query[1], 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)(code == 0 ? records.Count : 0), 0, 0, 0, 0];
        return [.. header, .. query[12..(end + 5)], .. code == 0 ? records.SelectMany(record => record) : []];
    }

    private static byte[] Labels(string name) =>
        [.. name.Split('.').SelectMany(label => new[] { (byte)label.Length }.Concat(Encoding.ASCII.GetBytes(label))), 0];
}
