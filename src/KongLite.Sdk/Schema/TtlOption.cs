namespace KongLite.Sdk.Schema;

/// <summary>The lifetime that rows with a <c>ttl</c> may be given, in seconds; 0 is for ever.</summary>
public static class TtlOption
{
    /// <summary>The longest lifetime.</summary>
    public const int Longest = 100_000_000;

    /// <summary>Kong's message for a number outside of it.</summary>
    public const string Error = "must be an integer between 0 and 100000000";
}
