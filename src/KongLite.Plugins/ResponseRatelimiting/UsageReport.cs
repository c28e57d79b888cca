using KongLite.Sdk.Schema;

namespace KongLite.Plugins.ResponseRatelimiting;

/// <summary>The service's header that says what a request has used: <c>video=2, image=1.5</c>.</summary>
internal static class UsageReport
{
    /// <summary>What was used of each limit. Names that are no limit's and items without a number are ignored; of two items with a name the last counts.</summary>
    /// <param name="header">The header's first line. Null: nothing was used.</param>
    /// <param name="limits">The limits.</param>
    public static double[] Read(string? header, LimitedUsage[] limits)
    {
        double[] used = new double[limits.Length];
        ReadOnlySpan<char> text = header;
        foreach (Range range in text.Split(','))
        {
            ReadOnlySpan<char> item = text[range];
            int equals = item.IndexOf('=');
            if (equals < 0)
            {
                continue;
            }

            int index = IndexOf(limits, item[..equals].Trim());
            if (index >= 0 && LuaNumber.TryParse(item[(equals + 1)..].ToString(), out double number))
            {
                used[index] = number;
            }
        }

        return used;
    }

    private static int IndexOf(LimitedUsage[] limits, ReadOnlySpan<char> name)
    {
        for (int i = 0; i < limits.Length; i++)
        {
            if (name.SequenceEqual(limits[i].Name))
            {
                return i;
            }
        }

        return -1;
    }
}
