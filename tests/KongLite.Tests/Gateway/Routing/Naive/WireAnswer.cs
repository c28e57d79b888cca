using System.Globalization;

namespace KongLite.Tests.Gateway.Routing.Naive;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record WireAnswer(int Status, HeaderLine[] Headers, string Body)
{
    /// <summary>The answers in the bytes of one connection, one for each request.</summary>
    /// <param name="bytes">All bytes.</param>
    /// <param name="methods">The methods of the requests.</param>
    /// <exception cref="FormatException">Something is no answer.</exception>
    public static IReadOnlyList<WireAnswer> Read(string bytes, params string[] methods)
    {
        var answers = new List<WireAnswer>();
        while (bytes.Length > 0)
        {
            int end = bytes.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0 || !bytes.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || answers.Count == methods.Length)
            {
                throw new FormatException($"no answer: {bytes}");
            }

            string[] head = bytes[..end].Split("\r\n");
            HeaderLine[] headers = [.. head[1..].Select(line => line.Split(':', 2)).Select(line => new HeaderLine(line[0], line[1].Trim()))];
            string length = headers.Single(header => header.Is("Content-Length")).Value;
            int body = methods[answers.Count] == "HEAD" ? 0 : int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture);
            answers.Add(new WireAnswer(int.Parse(head[0].AsSpan(9, 3), CultureInfo.InvariantCulture), headers, bytes.Substring(end + 4, body)));
            bytes = bytes[(end + 4 + body)..];
        }

        return answers;
    }
}
