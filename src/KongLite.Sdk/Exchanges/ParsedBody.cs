using System.Text;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Sdk.Exchanges;

/// <summary>How a body is written.</summary>
public enum BodyFormat
{
    /// <summary>The body could not be read; <see cref="ParsedBody.Failure"/> says why.</summary>
    None,

    /// <summary><c>application/x-www-form-urlencoded</c>.</summary>
    Form,

    /// <summary><c>application/json</c>.</summary>
    Json,

    /// <summary><c>multipart/form-data</c>.</summary>
    Multipart,
}

/// <summary>Why a body could not be read.</summary>
public enum BodyFailure
{
    /// <summary>It could.</summary>
    None,

    /// <summary>The request has no <c>Content-Type</c>.</summary>
    MissingContentType,

    /// <summary>The <c>Content-Type</c> is not one of those that are read.</summary>
    UnsupportedContentType,

    /// <summary>Not JSON, or JSON that is neither object nor array.</summary>
    InvalidJson,

    /// <summary>The body exceeds the node's buffer.</summary>
    TooLarge,
}

/// <summary>A request's body as named values.</summary>
public sealed class ParsedBody
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly MultipartForm? _parts;

    internal ParsedBody(BodyFailure failure) => Failure = failure;

    internal ParsedBody(BodyFormat format, JsonNode value, ReadOnlyMemory<byte> bytes, MultipartForm? parts = null)
    {
        Format = format;
        Value = value;
        _bytes = bytes;
        _parts = parts;
    }

    /// <summary>How the body is written.</summary>
    public BodyFormat Format { get; }

    /// <summary>Why there is no value.</summary>
    public BodyFailure Failure { get; }

    /// <summary>
    /// An object, or for JSON also an array; null when the body could not be read. Values of forms and parts are texts, <c>true</c> for a form
    /// argument without <c>=</c>, and lists of these for repeated names.
    /// </summary>
    public JsonNode? Value { get; }

    /// <summary>The value of a name; null when there is none, or it is null.</summary>
    public JsonNode? this[string name] => (Value as JsonObject)?[name];

    /// <summary>The same body without the values of a name, written in the same way.</summary>
    public ReadOnlyMemory<byte> Without(string name)
    {
        switch (Format)
        {
            case BodyFormat.Form:
                return Encoding.UTF8.GetBytes(QueryText.Without(Encoding.UTF8.GetString(_bytes.Span), name));
            case BodyFormat.Multipart:
                return _parts!.Without(name);
            case BodyFormat.Json when Value is JsonObject members && members.ContainsKey(name):
                var rest = (JsonObject)members.DeepClone();
                rest.Remove(name);
                return Encoding.UTF8.GetBytes(rest.ToJsonString(SchemaJson.Options));
            default:
                return _bytes;
        }
    }
}
