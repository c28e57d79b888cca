using System.Globalization;
using System.Text.RegularExpressions;

namespace KongLite.Sdk.Schema;

/// <summary>Numbers in texts as Lua's <c>tonumber</c> reads them, which is how Kong reads form fields and query arguments.</summary>
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

    [GeneratedRegex(@"^[+-]?0[xX][0-9a-fA-F]{1,15}\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Decimal();
}
