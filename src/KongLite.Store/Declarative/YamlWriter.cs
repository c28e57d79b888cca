using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>Writes JSON as YAML that YAML 1.1 and 1.2 readers take for the same.</summary>
internal static class YamlWriter
{
    // Deeper values stand on one line: indenting each level of a very deep one would take quadratic space.
    private const int DeepestBlock = 30;

    // A key that is longer must be marked as one (YAML 1.1, 7.3.3).
    private const int LongestPlainKey = 500;

    /// <summary>Writes an object as an item of a list at the left margin.</summary>
    public static void WriteItem(StringBuilder text, JsonObject item)
    {
        if (item.Count == 0)
        {
            text.Append("- {}\n");
            return;
        }

        text.Append("- ");
        WriteMembers(text, item, depth: 1, isInline: true);
    }

    private static void WriteMembers(StringBuilder text, JsonObject map, int depth, bool isInline)
    {
        foreach ((string name, JsonNode? value) in map)
        {
            if (!isInline)
            {
                text.Append(' ', depth * 2);
            }

            isInline = false;
            if (name.Length > LongestPlainKey)
            {
                text.Append("? ");
                WriteText(text, name);
                text.Append('\n').Append(' ', depth * 2);
            }
            else
            {
                WriteText(text, name);
            }

            text.Append(':');
            WriteValue(text, value, depth);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int depth)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map when depth < DeepestBlock:
                text.Append('\n');
                WriteMembers(text, map, depth + 1, isInline: false);
                break;
            case JsonArray { Count: > 0 } list when depth < DeepestBlock:
                text.Append('\n');
                foreach (JsonNode? element in list)
                {
                    WriteElement(text, element, depth);
                }

                break;
            default:
                text.Append(' ');
                WriteFlow(text, value);
                text.Append('\n');
                break;
        }
    }

    private static void WriteElement(StringBuilder text, JsonNode? element, int depth)
    {
        text.Append(' ', depth * 2).Append("- ");
        if (element is JsonObject { Count: > 0 } map)
        {
            WriteMembers(text, map, depth + 1, isInline: true);
            return;
        }

        WriteFlow(text, element);
        text.Append('\n');
    }

    private static void WriteFlow(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                WriteFlowList(text, "{", map, "}", static (text, member) =>
                {
                    if (member.Key.Length > LongestPlainKey)
                    {
                        text.Append("? ");
                    }

                    WriteText(text, member.Key);
                    text.Append(" : ");
                    WriteFlow(text, member.Value);
                });
                break;
            case JsonArray list:
                WriteFlowList(text, "[", list, "]", WriteFlow);
                break;
            case null:
                text.Append('~');
                break;
            default:
                WriteScalar(text, value);
                break;
        }
    }

    private static void WriteFlowList<T>(StringBuilder text, string open, IEnumerable<T> members, string close, Action<StringBuilder, T> write)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (T member in members)
        {
            text.Append(isFirst ? string.Empty : ", ");
            isFirst = false;
            write(text, member);
        }

        text.Append(close);
    }

    private static void WriteScalar(StringBuilder text, JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                WriteText(text, value.AsText()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.AsNumber()!.Value));
                break;
            default:
                text.Append(value.AsBoolean() == true ? "true" : "false");
                break;
        }
    }

    private static string Number(double number) => Math.Abs(number) < 9e15 && number == Math.Floor(number)
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);

    private static void WriteText(StringBuilder text, string value)
    {
        if (IsPlain(value))
        {
            text.Append(value);
        }
        else if (value.EnumerateRunes().All(IsPrintable))
        {
            text.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
        }
        else
        {
            WriteQuoted(text, value);
        }
    }

    private static bool IsPlain(string value) =>
        value.Length > 0
        && (char.IsAsciiLetterOrDigit(value[0]) || value[0] is '/' or '_')
        && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '.')
        && YamlScalars.IsText(value);

    private static bool IsPrintable(Rune rune) =>
        rune.Value is >= 0x20 and < 0x7F or >= 0xA0 and not (0x2028 or 0x2029 or 0xFEFF or 0xFFFD or 0xFFFE or 0xFFFF);

    private static void WriteQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                text.Append('\\').Append((char)rune.Value);
            }
            else if (rune.Value == '\n')
            {
                text.Append("\\n");
            }
            else if (IsPrintable(rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
        }

        text.Append('"');
    }
}
