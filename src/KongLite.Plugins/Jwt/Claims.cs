using System.Text.Json;

namespace KongLite.Plugins.Jwt;

/// <summary>What the plugin needs of a JSON part of a token, be it the header or the claims.</summary>
internal sealed class Claims
{
    // Kong's parser goes this deep.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    /// <summary>True when the part is <c>false</c>, which is JSON but nothing that could hold a claim.</summary>
    public bool IsFalse { get; private set; }

    /// <summary>The <c>alg</c>; null: there is none, or it is no text.</summary>
    public string? Algorithm { get; private set; }

    /// <summary>Whether there is something under the key's name; <c>null</c> and <c>false</c> count as nothing.</summary>
    public bool HasKey { get; private set; }

    /// <summary>What names the credential; null: there is nothing, or it is no text.</summary>
    public string? Key { get; private set; }

    /// <summary>When the token ends, in seconds since 1970; null: there is no such number.</summary>
    public double? Expiry { get; private set; }

    /// <summary>When the token begins, in seconds since 1970; null: there is no such number.</summary>
    public double? NotBefore { get; private set; }

    /// <summary>Reads a part.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="keyName">What the key's claim is called.</param>
    /// <returns>Null: it is no JSON.</returns>
    public static Claims? Read(ReadOnlySpan<byte> json, string keyName)
    {
        var claims = new Claims();
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            reader.Read();
            claims.IsFalse = reader.TokenType == JsonTokenType.False;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    claims.ReadMember(ref reader, keyName);
                }
            }
            else
            {
                reader.Skip();
            }

            // There must be nothing behind it, and that is an error of the reader's.
            return reader.Read() ? null : claims;
        }
        // The second is the reader's word for text that is no Unicode.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, string keyName)
    {
        bool isKey = reader.ValueTextEquals(keyName);
        bool isAlgorithm = reader.ValueTextEquals("alg"u8);
        bool isExpiry = reader.ValueTextEquals("exp"u8);
        bool isBegin = reader.ValueTextEquals("nbf"u8);
        reader.Read();
        if (isKey)
        {
            HasKey = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False);
            Key = Text(ref reader);
        }

        if (isAlgorithm)
        {
            Algorithm = Text(ref reader);
        }

        if (isExpiry)
        {
            Expiry = Number(ref reader);
        }

        if (isBegin)
        {
            NotBefore = Number(ref reader);
        }

        reader.Skip();
    }

    private static string? Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static double? Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double number) ? number : null;
}
