namespace KongLite.Sdk.Schema;

/// <summary>Values that name a secret instead of holding it: <c>{vault://env/my-secret}</c>.</summary>
public static class VaultReference
{
    /// <summary>True for a text that begins with <c>{vault://</c> and ends with <c>}</c>.</summary>
    public static bool Is(string? value) =>
        value is not null && value.StartsWith("{vault://", StringComparison.Ordinal) && value.EndsWith('}');
}
