namespace KongLite.Plugins.AwsLambda;

/// <summary>What Lambda answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">Header lines in order, repeated ones repeated.</param>
/// <param name="Body">The body. It belongs to whoever reads the answer.</param>
internal sealed record LambdaAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>First value of a header, whatever the case; null when there is none.</summary>
    public string? Header(string name)
    {
        foreach (KeyValuePair<string, string> header in Headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }
}

/// <summary>The outcome of a call.</summary>
/// <param name="Answer">The answer; null: there is none.</param>
/// <param name="Failure">Kong's text for the log; null: there is an answer.</param>
internal readonly record struct LambdaOutcome(LambdaAnswer? Answer, string? Failure)
{
    /// <summary>A failure.</summary>
    public static LambdaOutcome Failed(string reason) => new(null, reason);
}
