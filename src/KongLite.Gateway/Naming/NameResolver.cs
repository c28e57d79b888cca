using System.Collections.Concurrent;

namespace KongLite.Gateway.Naming;

/// <summary>Remembers what names stand for. An answer that has expired is used for a while yet, while a new one is on its way.</summary>
internal sealed class NameResolver(DnsOptions options, DnsQuery query, TimeProvider clock) : INameResolver
{
    private readonly ConcurrentDictionary<string, ResolvedName> _answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<Task<ResolvedName>>> _questions = new(StringComparer.OrdinalIgnoreCase);

    public ResolvedName? Known(string name)
    {
        if (query.Local(name) is { } local)
        {
            return local;
        }

        if (!_answers.TryGetValue(name, out ResolvedName? answer))
        {
            return null;
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (answer.Expires > now)
        {
            return answer;
        }

        if (answer.Addresses.Count == 0 || answer.Expires + options.StaleTtl <= now)
        {
            return null;
        }

        // Nobody waits for it; it cannot fail either, and what it finds is there for the next one who asks.
        _ = AskAsync(name);
        return answer;
    }

    public async ValueTask<ResolvedName> ResolveAsync(string name, CancellationToken cancellationToken) =>
        Known(name) ?? await AskAsync(name).WaitAsync(cancellationToken);

    // Once for all who ask the same at a time, and so not with a caller's token.
    private Task<ResolvedName> AskAsync(string name) =>
        _questions.GetOrAdd(name, static (each, self) => new Lazy<Task<ResolvedName>>(() => self.LookUpAsync(each)), this).Value;

    private async Task<ResolvedName> LookUpAsync(string name)
    {
        try
        {
            ResolvedName? before = _answers.GetValueOrDefault(name);
            if (before?.Expires > clock.GetUtcNow())
            {
                // It came between the caller's look and its question.
                return before;
            }

            ResolvedName answer = await query.AskAsync(name, before?.RecordType, CancellationToken.None);
            DateTimeOffset now = clock.GetUtcNow();
            if (answer.Error is not null && before is { Addresses.Count: > 0 } && before.Expires + options.StaleTtl > now)
            {
                return before;
            }

            MakeRoom(now);
            _answers[name] = answer;
            return answer;
        }
        finally
        {
            _questions.TryRemove(name, out _);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_answers.Count < options.CacheSize)
        {
            return;
        }

        foreach ((string name, ResolvedName answer) in _answers)
        {
            if (answer.Expires <= now || _answers.Count >= options.CacheSize)
            {
                _answers.TryRemove(name, out _);
            }
        }
    }
}
