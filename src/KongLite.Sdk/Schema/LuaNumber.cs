using System.Globalization;
using System.Text.RegularExpressions;

namespace KongLite.Sdk.Schema;

/// <summary>Numbers in texts as Lua reads and writes them, which is how Kong reads form fields and query arguments.</summary>
public static partial class LuaNumber
{
    /// <summary>Reads decimal, hexadecimal and exponent text with or without blanks around it.</summary>
    public static bool TryParse(string text, out double number)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim(" \t\n\r\f\v");
        if (Hexadecimal().IsMatch(trimmed))
        {
            bool negative = trimmed[0] == '-';
            number = long.Parse(trimmed[(trimmed.IndexOfAny('x', 'X') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            number = negative ? -number : number;
            return true;
        }

        number = 0;
        return Decimal().IsMatch(trimmed) && double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Writes a number as Lua's <c>tostring</c> does: 14 significant digits, no point for a whole number.</summary>
    public static string Format(double number) => number switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => number.ToString("G14", CultureInfo.InvariantCulture).Replace('E', 'e'),
    };

    [GeneratedRegex(@"^[+-]?0[xX][0-9a-fA-F]{1,15}\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Decimal();
}
