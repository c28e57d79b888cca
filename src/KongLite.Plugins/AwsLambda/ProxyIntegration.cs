using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace KongLite.Plugins.AwsLambda;

/// <summary>Reads answers that name status, headers and body themselves, as for Amazon API Gateway.</summary>
internal sealed partial class ProxyIntegration(ILogger logger)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = JsonAnswer.MaxDepth };

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="headers">Lambda's own headers, over which the function's are laid.</param>
    /// <param name="hasBody">Whether there is a body.</param>
    /// <param name="requestId">The request, for the log.</param>
    public LambdaResult Read(LambdaAnswer answer, HeaderDictionary headers, bool hasBody, string requestId)
    {
        if (!hasBody)
        {
            return LambdaResult.Refused("proxy response must be json format");
        }

        try
        {
            using JsonDocument document = Parse(answer);
            return Read(document.RootElement, headers, requestId);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is what reading a text throws that is not UTF-8.
            return LambdaResult.Refused(error.Message);
        }
    }

    // A JSON text whose content is JSON is taken for that content, as Kong decodes twice.
    private static JsonDocument Parse(LambdaAnswer answer)
    {
        JsonDocument document = JsonDocument.Parse(answer.Body, Reading);
        if (document.RootElement.ValueKind != JsonValueKind.String)
        {
            return document;
        }

        using (document)
        {
            return JsonDocument.Parse(document.RootElement.GetString()!, Reading);
        }
    }

    private LambdaResult Read(JsonElement answer, HeaderDictionary headers, string requestId)
    {
        if (answer.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return LambdaResult.Refused("proxy response must be json format");
        }

        if (Member(answer, "statusCode") is not { } code || Status(code) is not { } status)
        {
            return LambdaResult.Refused("statusCode validation failed");
        }

        JsonElement? single = Member(answer, "headers");
        if (single is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Array) })
        {
            return LambdaResult.Refused("headers must be a table");
        }

        JsonElement? text = Member(answer, "body");
        if (text is { ValueKind: not JsonValueKind.String })
        {
            return LambdaResult.Refused("body must be a string");
        }

        JsonElement? encoded = Member(answer, "isBase64Encoded");
        if (encoded is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            return LambdaResult.Refused("isBase64Encoded must be a boolean");
        }

        if (Body(text?.GetString() ?? string.Empty, encoded?.GetBoolean() == true) is not { } body)
        {
            return LambdaResult.Refused("body is not valid Base64");
        }

        Lay(headers, single, requestId);
        Lay(headers, Member(answer, "multiValueHeaders"), requestId);
        return LambdaResult.Of(status, headers, body);
    }

    // The last of equal names counts.
    private static JsonElement? Member(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out JsonElement value) ? value : null;

    /// <summary>A status from 200 to 599; the range is checked before a fraction is cut. What ends no answer, below 200, is refused.</summary>
    private static int? Status(JsonElement code)
    {
        double? number = code.ValueKind switch
        {
            JsonValueKind.Number => code.GetDouble(),
            JsonValueKind.String => LuaNumber(code.GetString()!),
            _ => null,
        };
        return number is >= StatusCodes.Status200OK and <= 599 ? (int)number : null;
    }

    private static double? LuaNumber(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return int.TryParse(trimmed[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int hexadecimal) ? hexadecimal : null;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(trimmed, Style, CultureInfo.InvariantCulture, out double number) ? number : null;
    }

    private static byte[]? Body(string text, bool isEncoded)
    {
        if (!isEncoded)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        // Missing padding is tolerated.
        string padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out int length) ? bytes[..length] : null;
    }

    private void Lay(HeaderDictionary headers, JsonElement? given, string requestId)
    {
        if (given is not { ValueKind: JsonValueKind.Object } members)
        {
            return;
        }

        foreach (JsonProperty member in members.EnumerateObject())
        {
            if (HopByHop.IsTransferEncoding(member.Name))
            {
                LogTransferEncoding(logger, requestId);
            }

            if (HopByHop.Is(member.Name) || Values(member.Value) is not { } values)
            {
                continue;
            }

            headers[member.Name] = values;
        }
    }

    /// <summary>Header lines of a value; null: it cannot be one and leaves what is there. An empty list takes it away.</summary>
    private static StringValues? Values(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var lines = new List<string>(value.GetArrayLength());
            foreach (JsonElement each in value.EnumerateArray())
            {
                if (Value(each) is { } line)
                {
                    lines.Add(line);
                }
            }

            return new StringValues([.. lines]);
        }

        return Value(value) is { } text ? new StringValues(text) : default(StringValues?);
    }

    private static string? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Bytes(value.GetString()!),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => string.Empty,
        JsonValueKind.Number => value.TryGetInt64(out long integer)
            ? integer.ToString(CultureInfo.InvariantCulture)
            : value.GetDouble().ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    // Servers write one byte for each character; text has to be bytes of UTF-8 before.
    private static string Bytes(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    [LoggerMessage(Level = LogLevel.Warning, Message = "[aws-lambda] manually setting Transfer-Encoding. Ignored. (request {RequestId})")]
    private static partial void LogTransferEncoding(ILogger logger, string requestId);
}
