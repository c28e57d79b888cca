using System.Diagnostics;
using System.Net.Sockets;
using KongLite.Testing;

namespace KongLite.Tests.Gateway.Tls;

/// <summary>A fact about an nginx, which is skipped where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (NginxServer.Program is null)
        {
            Skip = "nginx is not installed";
        }
    }
}

/// <summary>An nginx that wants certificates of an authority from its clients, and answers with whom it sees and by which name it was called.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private NginxServer(DirectoryInfo folder, Process process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    /// <summary>The program; null: there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "nginx"))
        .FirstOrDefault(File.Exists);

    /// <summary>The port, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="own">What it shows.</param>
    /// <param name="clients">Who has to stand behind the certificates of clients.</param>
    public static async Task<NginxServer> StartAsync(KeyPair own, Authority clients)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("konglite-");
        int port = FreePorts.Take(1);
        string At(string name) => Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(At("own.crt"), own.Cert);
        await File.WriteAllTextAsync(At("own.key"), own.Key);
        await File.WriteAllTextAsync(At("clients.crt"), clients.Pem);
        await File.WriteAllTextAsync(
            At("nginx.conf"),
            $$"""
            daemon off;
            master_process off;
            pid {{At("nginx.pid")}};
            error_log {{At("error.log")}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{At("body")}};
                proxy_temp_path {{At("proxy")}};
                fastcgi_temp_path {{At("fastcgi")}};
                uwsgi_temp_path {{At("uwsgi")}};
                scgi_temp_path {{At("scgi")}};
                server {
                    listen 127.0.0.1:{{port}} ssl;
                    ssl_certificate {{At("own.crt")}};
                    ssl_certificate_key {{At("own.key")}};
                    ssl_client_certificate {{At("clients.crt")}};
                    ssl_verify_client on;
                    ssl_verify_depth 2;
                    location / { return 200 "$ssl_client_s_dn $ssl_server_name"; }
                }
            }
            """);
        Process process = Process.Start(new ProcessStartInfo(Program!, ["-c", At("nginx.conf"), "-e", At("error.log")]))!;
        var server = new NginxServer(folder, process, port);
        await Wait.UntilAsync(() => process.HasExited || IsListening(port));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static bool IsListening(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
