using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Store.Memory;

/// <summary>Where a tag stands in the list of all: by the row, then by the place in the row. As a token, unpadded Base64 of both as JSON.</summary>
/// <param name="Id">The row.</param>
/// <param name="Position">The place, 1 for the first.</param>
internal readonly record struct TagPlace(Guid Id, int Position) : IComparable<TagPlace>
{
    /// <summary>Reads a token.</summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public static StoreError? Read(string token, out TagPlace? place)
    {
        place = null;
        string padded = token.PadRight((token.Length + 3) / 4 * 4, '=');
        byte[] json = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, json, out int length))
        {
            return StoreError.InvalidOffset(token, "bad base64 encoding");
        }

        try
        {
            if (JsonNode.Parse(json.AsSpan(0, length)) is JsonArray and [var id, var position]
                && Uuids.TryParse(id.AsText(), out Guid row)
                && position.AsNumber() is >= 0 and <= int.MaxValue)
            {
                place = new TagPlace(row, (int)position.AsNumber()!.Value);
                return null;
            }
        }
        catch (JsonException)
        {
        }

        return StoreError.InvalidOffset(token, "bad json encoding");
    }

    /// <inheritdoc/>
    public int CompareTo(TagPlace other)
    {
        int byRow = Id.CompareTo(other.Id);
        return byRow != 0 ? byRow : Position.CompareTo(other.Position);
    }

    /// <summary>The token.</summary>
    public override string ToString() =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes<object[]>([Id, Position])).TrimEnd('=');
}
