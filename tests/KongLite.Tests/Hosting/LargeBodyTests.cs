using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using KongLite.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KongLite.Tests.Hosting;

/// <summary>Bodies that nobody would want to hold in memory, through a process whose memory and files are its own.</summary>
public sealed class LargeBodyTests : IAsyncLifetime
{
    private const long Length = 256L * 1024 * 1024;

    // A fraction of one body; the heap of a node that has just begun still grows by itself.
    private const long Growth = 96L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _prefix = Directory.CreateTempSubdirectory("konglite-");
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("konglite-");
    private readonly HttpClient _client = new() { Timeout = Patience };
    private readonly int _port = FreePorts.Take(2);
    private WebApplication _service = null!;
    private NodeProcess _node = null!;

    private int Files => _temporary.GetFiles("ASPNETCORE_*").Length;

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _service = builder.Build();
        _service.Run(ServeAsync);
        await _service.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["prefix"] = _prefix.FullName,
            ["proxy_listen"] = $"127.0.0.1:{_port}",
            ["admin_listen"] = $"127.0.0.1:{_port + 1}",
            ["status_listen"] = "off",
        };
        _node = NodeProcess.Start(settings, new Dictionary<string, string?> { ["TMPDIR"] = _temporary.FullName });
        await _node.WaitUntilItServesAsync();
        string admin = $"http://127.0.0.1:{_port + 1}/services";
        (await _client.PostAsJsonAsync(admin, new { name = "s", url = _service.Urls.First() })).EnsureSuccessStatusCode();
        foreach (bool isBuffered in new[] { true, false })
        {
            (await _client.PostAsJsonAsync($"{admin}/s/routes", new { paths = new[] { isBuffered ? "/buffered" : "/streamed" }, request_buffering = isBuffered }))
                .EnsureSuccessStatusCode();
        }
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _service.DisposeAsync();
        _client.Dispose();
        _prefix.Delete(recursive: true);
        _temporary.Delete(recursive: true);
    }

    [UnixFact]
    public async Task They_pass_in_constant_memory_and_leave_no_file()
    {
        foreach (string path in new[] { "/buffered", "/streamed" })
        {
            Assert.Equal(10, await UploadAsync(path, 10, isChunked: false));
            Assert.Equal(10, await DownloadAsync(path, 10));
        }

        long before = _node.PeakMemory;
        Assert.Equal(Length, await UploadAsync("/buffered", Length, isChunked: true));
        Assert.Equal(Length, await UploadAsync("/streamed", Length, isChunked: false));
        Assert.Equal(Length, await DownloadAsync("/streamed", Length));

        Assert.InRange(_node.PeakMemory - before, 0, Growth);
        await Wait.UntilAsync(() => Files == 0);
    }

    [UnixFact]
    public async Task A_client_that_leaves_takes_its_file_with_it()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /buffered HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n"));
            await stream.WriteAsync(new byte[100_000]);
            await Wait.UntilAsync(() => Files == 1);
            FileInfo file = _temporary.GetFiles("ASPNETCORE_*").Single();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
        }

        await Wait.UntilAsync(() => Files == 0);
    }

    private static async Task ServeAsync(HttpContext context)
    {
        byte[] piece = new byte[64 * 1024];
        if (context.Request.Method == "GET")
        {
            long length = long.Parse(context.Request.Query["length"]!, CultureInfo.InvariantCulture);
            for (long left = length; left > 0; left -= piece.Length)
            {
                await context.Response.Body.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)));
            }

            return;
        }

        await context.Response.WriteAsync((await CountAsync(context.Request.Body)).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        byte[] piece = new byte[64 * 1024];
        long length = 0;
        while (await stream.ReadAsync(piece) is > 0 and var read)
        {
            length += read;
        }

        return length;
    }

    private async Task<long> UploadAsync(string path, long length, bool isChunked)
    {
        using HttpResponseMessage answer = await _client.PostAsync($"http://127.0.0.1:{_port}{path}", new Zeros(length, isChunked));
        return long.Parse(await answer.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
    }

    private async Task<long> DownloadAsync(string path, long length)
    {
        await using Stream body = await _client.GetStreamAsync($"http://127.0.0.1:{_port}{path}?length={length}");
        return await CountAsync(body).WaitAsync(Patience);
    }

    private sealed class Zeros(long size, bool isChunked) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] piece = new byte[64 * 1024];
            for (long left = size; left > 0; left -= piece.Length)
            {
                await stream.WriteAsync(piece.AsMemory(0, (int)Math.Min(left, piece.Length)));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return !isChunked;
        }
    }
}
