using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KongLite.Admin.Decoding;

/// <summary>Reads multipart forms: the content of each part is the value of its name, whether it was a file or not.</summary>
internal static class MultipartBody
{
    /// <summary>The fields of a form. Null: there are too many.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="contentType">The header; without a boundary in it there are no fields.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The body is not what its boundary promises.</exception>
    public static async ValueTask<JsonObject?> ParseAsync(ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary)
        {
            return [];
        }

        // Of a repeated name the last part counts.
        var pairs = new Dictionary<string, object>(StringComparer.Ordinal);
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            var reader = new MultipartReader(boundary.Value!, stream);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                if (NameOf(part) is not { Length: > 0 } name)
                {
                    continue;
                }

                using var content = new MemoryStream();
                await part.Body.CopyToAsync(content, cancellationToken);
                pairs[name] = Utf8Text.Decode(content.GetBuffer().AsSpan(0, (int)content.Length));
                if (pairs.Count > FormBody.MaxPairs)
                {
                    return null;
                }
            }
        }
        catch (IOException error)
        {
            throw new InvalidDataException(error.Message, error);
        }

        return FormFields.Combine(pairs, takesMapKeys: true);
    }

    private static string? NameOf(MultipartSection part) =>
        ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out ContentDispositionHeaderValue? disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value
            : null;
}
