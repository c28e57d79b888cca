namespace KongLite.Gateway.Routing;

/// <summary>The names that are one header to Kong, which takes <c>-</c> and <c>_</c> for the same.</summary>
internal static class HeaderSpellings
{
    // Each place doubles them. Of names with more places, only those with the same sign everywhere are looked for.
    private const int MostPlaces = 4;

    /// <summary>All of a name's, the usual one with dashes first.</summary>
    public static string[] Of(string name)
    {
        string dashed = name.Replace('_', '-');
        int[] places = [.. dashed.Index().Where(each => each.Item == '-').Select(each => each.Index)];
        if (places.Length > MostPlaces)
        {
            return [dashed, dashed.Replace('-', '_')];
        }

        string[] spellings = [dashed];
        foreach (int place in places)
        {
            spellings = [.. spellings, .. spellings.Select(each => $"{each[..place]}_{each[(place + 1)..]}")];
        }

        return spellings;
    }
}
