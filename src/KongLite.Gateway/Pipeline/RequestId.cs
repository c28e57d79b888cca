namespace KongLite.Gateway.Pipeline;

/// <summary>Makes request ids.</summary>
internal static class RequestId
{
    /// <summary>32 lower-case hexadecimal digits. They only have to be different, so the fast generator does.</summary>
    public static string Create() => string.Create(32, 0, static (digits, _) =>
    {
        Span<byte> bytes = stackalloc byte[16];
        // No secret.
        Random.Shared.NextBytes(bytes);
        Convert.TryToHexStringLower(bytes, digits, out int _);
    });
}
