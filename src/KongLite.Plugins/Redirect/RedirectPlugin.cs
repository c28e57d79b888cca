using System.Buffers;
using System.Globalization;
using System.Text;
using KongLite.Sdk.Exchanges;
using KongLite.Sdk.Plugins;

namespace KongLite.Plugins.Redirect;

/// <summary>Sends clients to another URL.</summary>
[Plugin<RedirectConfig>("redirect", Priority = 779)]
internal sealed class RedirectPlugin : IAccessPhase
{
    // What the URL standard of browsers leaves unescaped in the path and in the query, among the characters of ASCII.
    private static readonly SearchValues<char> InPath =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$%&'()*+,-./:;=@[]_|~");

    private static readonly SearchValues<char> InQuery =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!$%&()*+,-./:;=?@[\\]^_`{|}~");

    private static readonly byte[] Body = "redirecting"u8.ToArray();
    private readonly int _status;
    private readonly string _location;
    private readonly bool _keepsPath;
    private readonly string _fragment = string.Empty;

    /// <summary>One configured plugin.</summary>
    /// <exception cref="UriFormatException">The location is no URL, and its path is to be changed.</exception>
    public RedirectPlugin(RedirectConfig config)
    {
        _status = config.StatusCode;
        _keepsPath = config.KeepIncomingPath == true;
        _location = HeaderText.Value(config.Location);
        if (_keepsPath)
        {
            var url = new Uri(config.Location, UriKind.Absolute);
            string user = url.UserInfo.Length == 0 ? string.Empty : url.UserInfo + "@";
            string host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
            string port = url.IsDefaultPort ? string.Empty : string.Create(CultureInfo.InvariantCulture, $":{url.Port}");
            _location = HeaderText.Value($"{url.Scheme}://{user}{host}{port}");
            _fragment = HeaderText.Value(url.Fragment);
        }
    }

    /// <inheritdoc/>
    public ValueTask<PhaseResult> AccessAsync(Exchange exchange)
    {
        exchange.Response.Headers.Location = _keepsPath ? Follow(exchange.Request) : _location;
        return ValueTask.FromResult(exchange.Exit(_status, Body));
    }

    private string Follow(ClientRequest request)
    {
        string path = Escape(request.Path, InPath);
        return request.RawQuery.Length == 0
            ? string.Concat(_location, path, _fragment)
            : string.Concat(string.Concat(_location, path, "?"), Escape(request.RawQuery, InQuery), _fragment);
    }

    private static string Escape(string text, SearchValues<char> plain)
    {
        if (text.AsSpan().IndexOfAnyExcept(plain) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (char each in HeaderText.Bytes(text))
        {
            // Browsers take a backslash in a path for a slash.
            _ = plain.Contains(each) ? escaped.Append(each)
                : each == '\\' ? escaped.Append('/')
                : escaped.Append(CultureInfo.InvariantCulture, $"%{(int)each:X2}");
        }

        return escaped.ToString();
    }
}
