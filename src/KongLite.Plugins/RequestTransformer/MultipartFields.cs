using System.Text;
using KongLite.Plugins.Shared;
using KongLite.Sdk.Exchanges;

namespace KongLite.Plugins.RequestTransformer;

/// <summary>The parts of a multipart form. Files can be removed and are otherwise left alone; nothing can be appended.</summary>
internal sealed class MultipartFields : IFields
{
    private readonly string _boundary;
    private readonly List<MultipartPart> _parts;

    private MultipartFields(string boundary, List<MultipartPart> parts) => (_boundary, _parts) = (boundary, parts);

    /// <summary>Reads a body.</summary>
    /// <returns>Its parts; null when they cannot be told apart.</returns>
    public static MultipartFields? Read(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var body = MultipartForm.Parse(bytes, contentType);
        var parts = new List<MultipartPart>(body.Parts);
        return body.Boundary is { Length: > 0 } boundary && (parts.Count > 0 || bytes.IsEmpty) ? new MultipartFields(boundary, parts) : null;
    }

    /// <inheritdoc/>
    public bool Remove(string name)
    {
        string text = RequestHeaders.Text(name);
        return _parts.RemoveAll(part => part.Name == text) > 0;
    }

    /// <inheritdoc/>
    public bool Rename(string name, string other)
    {
        string text = RequestHeaders.Text(name);
        if (name == other || !_parts.Exists(part => part.Name == text && !part.IsFile))
        {
            return false;
        }

        string target = RequestHeaders.Text(other);
        _parts.RemoveAll(part => part.Name == target && !part.IsFile);
        for (int i = 0; i < _parts.Count; i++)
        {
            if (_parts[i].Name == text && !_parts[i].IsFile)
            {
                _parts[i] = Simple(target, _parts[i].Content);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Replace(string name, string value)
    {
        string text = RequestHeaders.Text(name);
        int first = _parts.FindIndex(part => part.Name == text && !part.IsFile);
        if (first < 0)
        {
            return false;
        }

        _parts.RemoveAll(part => part.Name == text && !part.IsFile);
        _parts.Insert(first, Simple(text, Encoding.Latin1.GetBytes(value)));
        return true;
    }

    /// <inheritdoc/>
    public bool Add(string name, string value)
    {
        string text = RequestHeaders.Text(name);
        if (_parts.Exists(part => part.Name == text))
        {
            return false;
        }

        _parts.Add(Simple(text, Encoding.Latin1.GetBytes(value)));
        return true;
    }

    /// <inheritdoc/>
    public bool Append(string name, string value) => false;

    /// <inheritdoc/>
    public byte[] ToBytes()
    {
        var body = new MemoryStream();
        byte[] delimiter = Encoding.UTF8.GetBytes("--" + _boundary);
        foreach (MultipartPart part in _parts)
        {
            body.Write(delimiter);
            body.Write("\r\n"u8);
            body.Write(part.Header.Span);
            body.Write("\r\n\r\n"u8);
            body.Write(part.Content.Span);
            body.Write("\r\n"u8);
        }

        body.Write(delimiter);
        body.Write("--\r\n"u8);
        return body.ToArray();
    }

    // Browsers write these three characters of a name in this way.
    private static MultipartPart Simple(string name, ReadOnlyMemory<byte> content)
    {
        string quoted = name.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
        return new MultipartPart(name, IsFile: false, Encoding.UTF8.GetBytes($"Content-Disposition: form-data; name=\"{quoted}\""), content);
    }
}
