namespace KongLite.Store.Postgres;

/// <summary>Texts that PostgreSQL can hold, and so may be in a row.</summary>
internal static class StorableText
{
    /// <summary>Whether a text may be compared with a column: it has no U+0000 and no half of a surrogate pair.</summary>
    public static bool Is(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char each = text[i];
            if (each == '\0' || (char.IsSurrogate(each) && !(char.IsHighSurrogate(each) && ++i < text.Length && char.IsLowSurrogate(text[i]))))
            {
                return false;
            }
        }

        return true;
    }
}
