namespace KongLite.Commands;

/// <summary>Where a command prints and whom it asks.</summary>
/// <param name="Input">The answers.</param>
/// <param name="Output">Results and questions.</param>
/// <param name="Errors">Errors.</param>
/// <param name="IsInteractive">Whether a person can answer.</param>
internal sealed record Terminal(TextReader Input, TextWriter Output, TextWriter Errors, bool IsInteractive)
{
    /// <summary>That of this process.</summary>
    public static Terminal Current => new(Console.In, Console.Out, Console.Error, !Console.IsInputRedirected);
}
