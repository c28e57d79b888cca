using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KongLite.Sdk.Schema;

/// <summary>
/// Prints values inside messages the way Kong does, as Lua tables: <c>{consumer=null,name="x",service={id="…"}}</c> on one line, or a line
/// a member.
/// </summary>
public static class KeyTable
{
    /// <summary>The table on one line: keys sorted, no blanks.</summary>
    public static string Line(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(text, value, indent: null);
        return text.ToString();
    }

    /// <summary>The table with a line a member, two more blanks of indent a level, as in nested schema violations.</summary>
    public static string Block(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(text, value, indent: string.Empty);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? value, string? indent)
    {
        switch (value)
        {
            case JsonObject map:
                WriteMembers(text, indent, [.. map.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => ((string?)Key(each.Key), each.Value))]);
                break;
            case JsonArray list:
                WriteMembers(text, indent, ListMembers(list));
                break;
            case null:
                text.Append("null");
                break;
            default:
                WriteScalar(text, value);
                break;
        }
    }

    private static void WriteMembers(StringBuilder text, string? indent, List<(string? Key, JsonNode? Value)> members)
    {
        string? inner = indent is null ? null : indent + "  ";
        text.Append('{');
        for (int i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            if (inner is not null)
            {
                text.Append('\n').Append(inner);
            }

            if (members[i].Key is { } key)
            {
                text.Append(key).Append(inner is null ? "=" : " = ");
            }

            Write(text, members[i].Value, inner);
        }

        if (indent is not null && members.Count > 0)
        {
            text.Append('\n').Append(indent);
        }

        text.Append('}');
    }

    // Holes are left out; behind the first one Lua has to name the positions.
    private static List<(string? Key, JsonNode? Value)> ListMembers(JsonArray list)
    {
        var members = new List<(string?, JsonNode?)>();
        bool hole = false;
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is null)
            {
                hole = true;
                continue;
            }

            members.Add((hole ? string.Create(CultureInfo.InvariantCulture, $"[{i + 1}]") : null, list[i]));
        }

        return members;
    }

    private static string Key(string name)
    {
        bool identifier = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return identifier ? name : $"[{Quote(name)}]";
    }

    private static void WriteScalar(StringBuilder text, JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                string content = value.AsText()!;
                text.Append(content.Contains('\n', StringComparison.Ordinal) ? $"[[{content}]]" : Quote(content));
                break;
            case JsonValueKind.Number:
                text.Append(LuaNumber.Format(value.AsNumber()!.Value));
                break;
            default:
                text.Append(value.AsBoolean() == true ? "true" : "false");
                break;
        }
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
