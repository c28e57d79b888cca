using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KongLite.Sdk.Schema;

namespace KongLite.Store.Declarative;

/// <summary>What a plain scalar means in YAML 1.1, as the reader that Kong uses takes it.</summary>
internal static partial class YamlScalars
{
    private static readonly FrozenSet<string> Nulls = FrozenSet.ToFrozenSet(["", "~", "null", "Null", "NULL"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Trues =
        FrozenSet.ToFrozenSet(["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Falses =
        FrozenSet.ToFrozenSet(["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"], StringComparer.Ordinal);

    /// <summary>True when the scalar is a text and nothing else, so that it needs no quotes.</summary>
    public static bool IsText(string scalar) =>
        !Nulls.Contains(scalar) && Boolean(scalar) is null && Number(scalar) is null && !Special().IsMatch(scalar);

    /// <summary>The value of a plain scalar without a tag.</summary>
    /// <remarks><c>.inf</c> and <c>.nan</c> stay texts: JSON has no such numbers, and no field takes them.</remarks>
    public static JsonNode? Resolve(string scalar) =>
        Nulls.Contains(scalar) ? null
        : Number(scalar) is { } number ? number
        : Boolean(scalar) is { } boolean ? boolean
        : JsonValue.Create(scalar);

    /// <summary>The boolean that a scalar stands for; null: it does not.</summary>
    public static bool? Boolean(string scalar) => Trues.Contains(scalar) ? true : Falses.Contains(scalar) ? false : null;

    /// <summary>The number that a scalar stands for; null: it does not.</summary>
    public static JsonValue? Number(string scalar)
    {
        // Nearly every scalar of a configuration ends here.
        if (scalar.Length == 0 || !(char.IsAsciiDigit(scalar[0]) || scalar[0] is '+' or '-' or '.' or '_'))
        {
            return null;
        }

        if (Integer().Match(scalar) is { Success: true } match)
        {
            bool isNegative = match.Groups["sign"].Value == "-";
            string Digits(string group) => match.Groups[group].Value.Replace("_", string.Empty, StringComparison.Ordinal);
            JsonValue whole = match.Groups["octal"].Success ? InBase(Digits("octal"), 8, isNegative)
                : match.Groups["hex"].Success ? InBase(Digits("hex"), 16, isNegative)
                : match.Groups["binary"].Success ? InBase(Digits("binary"), 2, isNegative)
                : match.Groups["sixty"].Success ? Sexagesimal(match.Groups["sixty"].Value, match.Groups["fraction"].Value, isNegative)
                : Decimal(match.Groups["sign"].Value + Digits("decimal"));
            return double.IsFinite(whole.AsNumber()!.Value) ? whole : Beyond(isNegative);
        }

        string plain = scalar.Replace("_", string.Empty, StringComparison.Ordinal);
        return !Fraction().IsMatch(plain) || !double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? null
            : double.IsFinite(number) ? JsonValue.Create(number)
            : Beyond(number < 0);
    }

    // A number still, which no field takes, but one that JSON can show.
    private static JsonValue Beyond(bool isNegative) => JsonValue.Create(JsonSerializer.Deserialize<JsonElement>(isNegative ? "-1e999" : "1e999"))!;

    // As in Lua, integers that are too large become doubles.
    private static JsonValue Decimal(string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        ? JsonValue.Create(value) : JsonValue.Create(double.Parse(digits, CultureInfo.InvariantCulture));

    private static JsonValue InBase(string digits, int numberBase, bool isNegative)
    {
        double value = 0;
        foreach (char digit in digits)
        {
            value = (value * numberBase) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return Signed(value, isNegative);
    }

    private static JsonValue Sexagesimal(string text, string fraction, bool isNegative)
    {
        double value = 0;
        foreach (string part in text.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            value = (value * 60) + double.Parse(part, CultureInfo.InvariantCulture);
        }

        return Signed(fraction.Length == 0 ? value : value + double.Parse(fraction, CultureInfo.InvariantCulture), isNegative);
    }

    private static JsonValue Signed(double value, bool isNegative)
    {
        value = isNegative ? -value : value;
        return Math.Abs(value) < 9e15 && value == Math.Floor(value) ? JsonValue.Create((long)value) : JsonValue.Create(value);
    }

    [GeneratedRegex(
        @"^(?<sign>[+-]?)(?:0_*(?<octal>[0-7][0-7_]*)|_*(?<decimal>[0-9][0-9_]*)|0x_*(?<hex>[0-9a-fA-F][0-9a-fA-F_]*)"
        + @"|0b_*(?<binary>[01][01_]+)|(?<sixty>[0-9]+:[0-5]?[0-9][:0-9]*)(?<fraction>\.[0-9]+)?)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)?\z")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^(?:[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex Special();
}
