using System.Globalization;
using System.Text.Json.Nodes;
using KongLite.Admin.Routing;
using KongLite.Sdk.Storage;

namespace KongLite.Admin.Crud;

/// <summary>
/// Repeats writes that others were faster than, on this node or another one: what was read, checked and made of it is forgotten and all of it done again
/// from the rows as they are now. Whoever makes an attempt fail has written itself, so that somebody always gets on.
/// </summary>
internal sealed class WriteAttempts(WriteTurns turns)
{
    /// <summary>How often a write is attempted at most.</summary>
    internal const int Most = 50;

    /// <summary>Attempts until the store does not say <see cref="ErrorCode.Outdated"/>.</summary>
    /// <param name="row">What the write is about: this node's writes about equal ones wait for each other. Null: for nobody.</param>
    /// <param name="request">The request. Each attempt gets a copy of the body as it came, which it may change.</param>
    /// <param name="attempt">Reads, checks and writes.</param>
    /// <exception cref="InvalidOperationException">Others were faster each time.</exception>
    public async ValueTask<WriteAttempt> RunAsync(object? row, AdminRequest request, Func<AdminRequest, ValueTask<WriteAttempt>> attempt)
    {
        using WriteTurns.Turn? turn = row is null ? null : await turns.TakeAsync(row, request.Aborted);
        for (int i = 0; i < Most; i++)
        {
            WriteAttempt made = await attempt(request with { Body = (JsonObject)request.Body.DeepClone() });
            if (made.Error is not { Code: ErrorCode.Outdated })
            {
                return made;
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"others have changed the row before each of {Most} attempts"));
    }
}
