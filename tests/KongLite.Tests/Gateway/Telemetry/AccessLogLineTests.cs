using System.Buffers;
using System.Net;
using System.Text;
using KongLite.Gateway.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KongLite.Tests.Gateway.Telemetry;

public sealed class AccessLogLineTests
{
    private readonly DefaultHttpContext _http = new();

    public AccessLogLineTests()
    {
        _http.Request.Protocol = "HTTP/1.1";
        _http.Features.Get<IHttpRequestFeature>()!.RawTarget = "/a%20b?x=1";
    }

    [Fact]
    public void Is_nginx_combined()
    {
        _http.Request.Headers.Referer = "http://from.test/";
        _http.Request.Headers.UserAgent = "agent/1 (a; b)";

        Assert.Equal("10.0.0.1 - - [now] \"GET /a%20b?x=1 HTTP/1.1\" 200 12 \"http://from.test/\" \"agent/1 (a; b)\"\n", Line(requestId: null));
    }

    [Fact]
    public void Has_the_request_id_at_its_end() =>
        Assert.EndsWith(" 200 12 \"-\" \"-\" kong_request_id: \"0123abcd\"\n", Line("0123abcd"), StringComparison.Ordinal);

    [Theory]
    [InlineData("say \"hi\"", "say \\x22hi\\x22")]
    [InlineData("back\\slash", "back\\x5Cslash")]
    [InlineData("tab\tline\nreturn\r", "tab\\x09line\\x0Areturn\\x0D")]
    [InlineData("\u00fc\u007f\u00ff", "\\xFC\\x7F\\xFF")]
    [InlineData("\u20ac", "?")]
    [InlineData("", "")]
    public void Escapes_as_nginx(string agent, string written)
    {
        _http.Request.Headers.UserAgent = agent;

        Assert.EndsWith($" \"{written}\"\n", Line(requestId: null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann:secret", "ann")]
    [InlineData("ann:", "ann")]
    [InlineData("a n\"n:x:y", "a n\\x22n")]
    [InlineData("ann", "-")]
    [InlineData(":secret", "-")]
    public void Names_the_user_and_never_the_password(string credentials, string written)
    {
        _http.Request.Headers.Authorization = $"basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";

        string line = Line(requestId: null);

        Assert.StartsWith($"10.0.0.1 - {written} [now]", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic ")]
    [InlineData("Bearer abc")]
    public void Knows_no_user_otherwise(string authorization)
    {
        _http.Request.Headers.Authorization = authorization;

        Assert.StartsWith("10.0.0.1 - - [now]", Line(requestId: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Is_bounded()
    {
        _http.Request.Headers.UserAgent = new string('"', 100_000);
        _http.Request.Headers.Referer = new string('r', 100_000);

        string agent = string.Concat(Enumerable.Repeat("\\x22", 8192));
        Assert.EndsWith($" \"{new string('r', 8192)}\" \"{agent}\"\n", Line(requestId: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_the_version_as_nginx()
    {
        _http.Request.Protocol = "HTTP/2";

        Assert.Contains("?x=1 HTTP/2.0\"", Line(requestId: null), StringComparison.Ordinal);
    }

    private string Line(string? requestId)
    {
        byte[] buffer = AccessLogLine.Write(_http, IPAddress.Parse("10.0.0.1"), "now"u8, null, "GET", 200, 12, requestId, out int length);
        string line = Encoding.ASCII.GetString(buffer, 0, length);
        ArrayPool<byte>.Shared.Return(buffer);
        return line;
    }
}
