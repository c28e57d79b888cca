using System.Globalization;
using System.Text;

namespace KongLite.Gateway.Pipeline;

/// <summary>The text of errors in one form: the first <c>%s</c> is the place of the message, the second that of the request id, and <c>%%</c> is a percent sign.</summary>
public sealed class ErrorTemplate
{
    private const int Places = 2;
    private readonly string[] _pieces;

    private ErrorTemplate(string[] pieces) => _pieces = pieces;

    /// <summary>Reads a template. Both places may be missing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="error">What is wrong with it; null: nothing.</param>
    /// <returns>The template; null when there is an error.</returns>
    public static ErrorTemplate? Parse(string text, out string? error)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                piece.Append(text[i]);
                continue;
            }

            i++;
            switch (i < text.Length ? text[i] : '\0')
            {
                case '%':
                    piece.Append('%');
                    break;
                case 's' when pieces.Count < Places:
                    pieces.Add(piece.ToString());
                    piece.Clear();
                    break;
                case 's':
                    error = "%s may stand there twice, for the message and the request id, and no more";
                    return null;
                default:
                    int line = 1 + text.AsSpan(0, i - 1).Count('\n');
                    error = string.Create(CultureInfo.InvariantCulture, $"line {line}: only %s and %% may follow a percent sign, which by itself is written %%");
                    return null;
            }
        }

        pieces.Add(piece.ToString());
        error = null;
        return new ErrorTemplate([.. pieces]);
    }

    /// <summary>The text of an error.</summary>
    /// <param name="message">The message, in the form that its place asks for.</param>
    /// <param name="requestId">The request id.</param>
    internal string Fill(string message, string requestId) => _pieces switch
    {
        [var all] => all,
        [var before, var after] => string.Concat(before, message, after),
        _ => string.Concat(string.Concat(_pieces[0], message, _pieces[1]), requestId, _pieces[2]),
    };
}
