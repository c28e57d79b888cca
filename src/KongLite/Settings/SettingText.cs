using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Settings;

/// <summary>The JSON that the text of a setting stands for. Stricter than Kong, which takes a wrong number for none and a wrong boolean for off.</summary>
internal static class SettingText
{
    /// <summary>Reads a text by the type of its field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">The text as written.</param>
    /// <param name="error">The message about a text of another type; null when it is fine.</param>
    /// <returns>The value; null for an empty text, which leaves a property without value.</returns>
    public static JsonNode? Parse(Field field, string text, out string? error)
    {
        error = null;
        text = text.Trim();
        if (field.Type is FieldType.Array or FieldType.Set)
        {
            return new JsonArray([.. Entries(text).Select(entry => JsonValue.Create(entry))]);
        }

        if (text.Length == 0)
        {
            return null;
        }

        switch (field.Type)
        {
            case FieldType.Boolean when text is "on" or "true":
                return true;
            case FieldType.Boolean when text is "off" or "false":
                return false;
            case FieldType.Boolean:
                error = $"{field.Name} must be 'on' or 'off', got '{text}'";
                return null;
            case FieldType.Integer or FieldType.Number:
                return Number(field, text, out error);
            case FieldType.String when field.Uuid && !Uuids.TryParse(text, out _):
                error = $"{field.Name} must be a valid UUID";
                return null;
            default:
                return text;
        }
    }

    private static string[] Entries(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static JsonNode? Number(Field field, string text, out string? error)
    {
        const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        bool isNumber = double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out double number);
        bool fits = isNumber && (field.Type == FieldType.Number || (number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue));
        error = fits ? null : $"{field.Name} must be {(field.Type == FieldType.Number ? "a number" : "an integer")}, got '{text}'";
        return fits ? number : null;
    }
}
