using System.Globalization;
using System.Text;

namespace KongLite.Gateway.Pipeline;

/// <summary>What clients of gRPC are told in place of a page: a status of their own and a text, both in headers.</summary>
internal static class GrpcErrors
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/grpc";

    private static readonly string[] Messages =
    [
        "OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted",
        "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated",
    ];

    /// <summary>gRPC's status for an HTTP status.</summary>
    public static int Status(int status) => status switch
    {
        200 => 0,
        400 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        409 => 6,
        429 => 8,
        499 => 1,
        500 => 13,
        501 => 12,
        503 => 14,
        504 => 4,
        >= 500 and < 600 => 13,
        >= 400 and < 500 => 3,
        >= 200 and < 300 => 0,
        _ => 2,
    };

    /// <summary>The text of a status that was given none.</summary>
    /// <param name="status">gRPC's status.</param>
    public static string Message(int status) => Messages[status];

    /// <summary>A text as <c>grpc-message</c> has it: what is not printable ASCII is percent-encoded UTF-8. Percent signs stay, as in Kong.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte each in Encoding.UTF8.GetBytes(text))
        {
            if (each is >= (byte)' ' and <= (byte)'~')
            {
                encoded.Append((char)each);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{each:X2}");
            }
        }

        return encoded.ToString();
    }
}
