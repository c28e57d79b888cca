using Microsoft.Extensions.Primitives;

namespace KongLite.Testing;

/// <summary>A request as it arrived at a <see cref="FakeUpstream"/>.</summary>
/// <param name="Method">The method.</param>
/// <param name="PathAndQuery">The target as it came on the wire.</param>
/// <param name="Protocol">The protocol, such as <c>HTTP/1.1</c>.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The whole body.</param>
public sealed record ReceivedRequest(
    string Method, string PathAndQuery, string Protocol, IReadOnlyDictionary<string, StringValues> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as UTF-8.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body.Span);
}
