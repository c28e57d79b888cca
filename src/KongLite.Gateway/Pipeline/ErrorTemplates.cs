using System.Text;
using System.Text.Encodings.Web;

namespace KongLite.Gateway.Pipeline;

/// <summary>The texts of errors in each form; Kong's own unless said otherwise.</summary>
public sealed record ErrorTemplates
{
    /// <summary>JSON (<c>error_template_json</c>).</summary>
    public ErrorTemplate Json { get; init; } = Own("{\n  \"message\":\"%s\",\n  \"request_id\":\"%s\"\n}");

    /// <summary>HTML (<c>error_template_html</c>).</summary>
    public ErrorTemplate Html { get; init; } = Own(
        "<!doctype html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n    <title>Error</title>\n  </head>\n  <body>\n    <h1>Error</h1>\n"
        + "    <p>%s.</p>\n    <p>request_id: %s</p>\n  </body>\n</html>\n");

    /// <summary>XML (<c>error_template_xml</c>).</summary>
    public ErrorTemplate Xml { get; init; } = Own(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>\n  <message>%s</message>\n  <requestid>%s</requestid>\n</error>\n");

    /// <summary>Plain text (<c>error_template_plain</c>).</summary>
    public ErrorTemplate Plain { get; init; } = Own("%s\nrequest_id: %s\n");

    /// <summary>The body of an error. Kong puts texts in as they are; here a text cannot break out of its place.</summary>
    internal byte[] Render(ErrorFormat format, string message, string requestId) => Encoding.UTF8.GetBytes(format switch
    {
        ErrorFormat.Html => Html.Fill(Escape(message), requestId),
        ErrorFormat.Xml => Xml.Fill(Escape(message), requestId),
        ErrorFormat.Plain => Plain.Fill(message, requestId),
        ErrorFormat.Grpc => string.Empty,
        _ => Json.Fill(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(message), requestId),
    });

    private static ErrorTemplate Own(string text) => ErrorTemplate.Parse(text, out _)!;

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
