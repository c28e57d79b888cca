using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using KongLite.Settings;

namespace KongLite.Commands;

/// <summary><c>konglite health</c>: asks the node with these settings whether it is ready. Containers need no other tool for their check.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks the status API or, where there is none, the Admin API.</summary>
    /// <returns>Exit code: 0 when the node is ready.</returns>
    [SuppressMessage("Security", "CA5359", Justification = "The node's own certificate is signed by itself, and nothing secret is said.")]
    public static async Task<int> RunAsync(NodeSettings settings)
    {
        if (Target(settings) is not { } target)
        {
            await Console.Error.WriteLineAsync("Error: neither status_listen nor admin_listen is on");
            return 1;
        }

        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(target);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Console.WriteLine($"KongLite is healthy at {settings.PrefixPath}");
                return 0;
            }

            await Console.Error.WriteLineAsync($"Error: {target} answered {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"Error: KongLite is not running at {settings.PrefixPath}: {error.Message}");
        }

        return 1;
    }

    private static Uri? Target(NodeSettings settings) =>
        settings.StatusAddresses is [var status, ..] ? Uri(status, "/status/ready")
        : settings.AdminAddresses is [var admin, ..] ? Uri(admin, "/status")
        : null;

    private static Uri Uri(ListenAddress address, string path)
    {
        string host = address.Host is "0.0.0.0" ? "127.0.0.1" : address.Host is "::" ? "[::1]" : address.Host.Contains(':') ? $"[{address.Host}]" : address.Host;
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{(address.Ssl ? "https" : "http")}://{host}:{address.Port}{path}"));
    }
}
