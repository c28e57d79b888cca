using System.Text;
using System.Text.Json;

namespace KongLite.Store.Memory;

/// <summary>The token of a page: the last row's id as a JSON list, in Base64 without padding.</summary>
internal static class PageToken
{
    public static string Of(Guid last) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"[\"{last:D}\"]")).TrimEnd('=');

    /// <summary>Reads a token.</summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public static string? Read(string token, out Guid last)
    {
        last = default;
        if (Decode(token) is not { } json)
        {
            return "bad base64 encoding";
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Array } list
                && list.GetArrayLength() == 1
                && list[0] is { ValueKind: JsonValueKind.String } id
                && Guid.TryParseExact(id.GetString(), "D", out last)
                ? null : "expected a list with the id of a row";
        }
        catch (JsonException)
        {
            return "bad json encoding";
        }
    }

    private static byte[]? Decode(string token)
    {
        string digits = token.TrimEnd('=');
        string padded = digits.PadRight((digits.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length];
        bool isClean = token.Length - digits.Length <= 2 && !digits.Any(char.IsWhiteSpace);
        return isClean && Convert.TryFromBase64String(padded, bytes, out int length) ? bytes[..length] : null;
    }
}
