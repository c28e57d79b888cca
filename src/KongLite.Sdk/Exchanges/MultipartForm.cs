using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace KongLite.Sdk.Exchanges;

/// <summary>The named parts of a <c>multipart/form-data</c> body, as ranges of its bytes: nothing is copied, and a part can be taken out.</summary>
public sealed class MultipartForm
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly List<Part> _parts = [];

    private MultipartForm(ReadOnlyMemory<byte> bytes, string? boundary) => (_bytes, Boundary) = (bytes, boundary);

    /// <summary>The text that separates the parts, without hyphens before it; null or empty when the content type names none.</summary>
    public string? Boundary { get; }

    /// <summary>The parts in order.</summary>
    public IEnumerable<MultipartPart> Parts
    {
        get
        {
            foreach (Part part in _parts)
            {
                yield return new MultipartPart(part.Name, part.IsFile, _bytes[part.Header], _bytes[part.Content]);
            }
        }
    }

    /// <summary>Finds the parts. What is no part, such as text before the first boundary, is passed over; without a boundary there are none.</summary>
    public static MultipartForm Parse(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var body = new MultipartForm(bytes, BoundaryOf(contentType));
        if (body.Boundary is { Length: > 0 } boundary)
        {
            body.Find(Encoding.UTF8.GetBytes("--" + boundary));
        }

        return body;
    }

    /// <summary>Name to text, or to a list of texts for a repeated name. File parts count by their content.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (Part part in _parts)
        {
            QueryArguments.AddValue(json, part.Name, JsonValue.Create(Encoding.UTF8.GetString(_bytes.Span[part.Content])));
        }

        return json;
    }

    /// <summary>The body without the parts of a name.</summary>
    public ReadOnlyMemory<byte> Without(string name)
    {
        var rest = new MemoryStream(_bytes.Length);
        int start = 0;
        foreach (Part part in _parts)
        {
            if (part.Name == name)
            {
                rest.Write(_bytes.Span[start..part.Start]);
                start = part.End;
            }
        }

        rest.Write(_bytes.Span[start..]);
        return rest.ToArray();
    }

    private void Find(ReadOnlySpan<byte> delimiter)
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        int start = NextDelimiter(bytes, delimiter, 0);
        while (start >= 0)
        {
            int header = start + delimiter.Length;
            int next = NextDelimiter(bytes, delimiter, header);
            // Two hyphens behind a delimiter close the body; a part that no delimiter ends may be cut off and does not count.
            if (next < 0 || bytes[header..].StartsWith("--"u8))
            {
                return;
            }

            Add(bytes, start, header, next);
            start = next;
        }
    }

    private void Add(ReadOnlySpan<byte> bytes, int start, int header, int next)
    {
        int length = bytes[header..next].IndexOf("\r\n\r\n"u8);
        if (length < 0 || DispositionOf(bytes.Slice(header, length)) is not { } disposition)
        {
            return;
        }

        int content = header + length + 4;
        // The line break before a delimiter belongs to the delimiter.
        int end = Math.Max(content, next - 2);
        bool isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
        // The line break behind a delimiter belongs to the delimiter, too.
        var lines = new Range(Math.Min(header + 2, header + length), header + length);
        _parts.Add(new Part(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), isFile, start, next, lines, new Range(content, end)));
    }

    /// <summary>Where the next line begins that is a delimiter; -1 when there is none.</summary>
    private static int NextDelimiter(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> delimiter, int from)
    {
        while (from < bytes.Length)
        {
            int found = bytes[from..].IndexOf(delimiter);
            if (found < 0)
            {
                return -1;
            }

            int start = from + found;
            ReadOnlySpan<byte> behind = bytes[(start + delimiter.Length)..];
            if ((start == 0 || bytes[start - 1] == '\n') && (behind.StartsWith("\r\n"u8) || behind.StartsWith("--"u8)))
            {
                return start;
            }

            from = start + 1;
        }

        return -1;
    }

    private static ContentDispositionHeaderValue? DispositionOf(ReadOnlySpan<byte> header)
    {
        const string Disposition = "content-disposition:";
        foreach (string line in Encoding.UTF8.GetString(header).Split("\r\n"))
        {
            if (line.StartsWith(Disposition, StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(line[Disposition.Length..], out ContentDispositionHeaderValue? value)
                && value.Name.HasValue)
            {
                return value;
            }
        }

        return null;
    }

    private static string? BoundaryOf(string contentType)
    {
        const string Key = "boundary=";
        int start = contentType.IndexOf(Key, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        string value = contentType[(start + Key.Length)..];
        int end = value.IndexOf(';', StringComparison.Ordinal);
        return (end < 0 ? value : value[..end]).Trim().Trim('"');
    }

    private readonly record struct Part(string Name, bool IsFile, int Start, int End, Range Header, Range Content);
}
