namespace KongLite.Sdk.Schema;

/// <summary>UUIDs as Kong takes them: 8-4-4-4-12 hexadecimal digits in any case.</summary>
public static class Uuids
{
    /// <summary>Kong's message for anything else.</summary>
    public const string Error = "expected a valid UUID";

    /// <summary>Reads a UUID in its only accepted form.</summary>
    public static bool TryParse(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id);
}
