using System.Text;

namespace KongLite.Sdk.Exchanges;

/// <summary>Text in headers. A header's value holds one character for each of its bytes, so text beyond ASCII has to be put in as UTF-8.</summary>
public static class HeaderText
{
    /// <summary>The header value that carries a text.</summary>
    public static string Encode(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
