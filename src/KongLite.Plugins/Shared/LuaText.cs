using System.Globalization;

namespace KongLite.Plugins.Shared;

/// <summary>Values as Kong's runtime writes them.</summary>
internal static class LuaText
{
    // Beyond this a double is no longer exact to the unit.
    private const double Exact = 1e15;

    /// <summary>A number: whole ones without a point, others with at most 14 digits.</summary>
    public static string Of(double number) => double.IsInteger(number) && Math.Abs(number) < Exact
        ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("G14", CultureInfo.InvariantCulture);
}
