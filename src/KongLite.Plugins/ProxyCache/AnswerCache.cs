using KongLite.Plugins.Shared;

namespace KongLite.Plugins.ProxyCache;

/// <summary>The node's stored answers, of all plugins together as in Kong, whose plugins share a memory by default.</summary>
/// <param name="capacity">How many bytes they may take, about.</param>
/// <param name="clock">Tells what has run out.</param>
internal sealed class AnswerCache(long capacity, TimeProvider clock)
{
    // Kong's mem_cache_size.
    private const long DefaultCapacity = 128 * 1024 * 1024;

    private readonly BoundedTable<string, CachedAnswer> _answers = new(capacity);

    /// <summary>A cache of the usual size.</summary>
    public AnswerCache(TimeProvider clock)
        : this(DefaultCapacity, clock)
    {
    }

    /// <summary>The most that one answer may take, in bytes: no answer drives out all others.</summary>
    public long MostOfOne => capacity / 4;

    /// <summary>How many bytes the answers take, about.</summary>
    public long Weight => _answers.Weight;

    /// <summary>A stored answer. Null: there is none.</summary>
    public CachedAnswer? Find(string key) => _answers.TryGet(key, clock.GetUtcNow(), out CachedAnswer? answer) ? answer : null;

    /// <summary>Stores an answer; one that is too large is left out.</summary>
    public void Store(string key, CachedAnswer answer)
    {
        if (answer.Weight <= MostOfOne)
        {
            _answers.Set(key, answer, clock.GetUtcNow());
        }
    }

    /// <summary>Forgets an answer. False: there is none.</summary>
    public bool Remove(string key) => Find(key) is not null && _answers.Remove(key);

    /// <summary>Forgets all.</summary>
    public void Clear() => _answers.Clear();
}
