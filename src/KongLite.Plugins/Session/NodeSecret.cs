using System.Security.Cryptography;

namespace KongLite.Plugins.Session;

/// <summary>The secret of sessions whose configuration names none: another one after each start, so that they then end.</summary>
internal static class NodeSecret
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>44 letters and digits, as Kong's.</summary>
    public static string Value { get; } = RandomNumberGenerator.GetString(Alphabet, 44);
}
