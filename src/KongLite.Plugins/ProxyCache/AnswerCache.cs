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
    private long _generation;

    /// <summary>A cache of the usual size.</summary>
    public AnswerCache(TimeProvider clock)
        : this(DefaultCapacity, clock)
    {
    }

    /// <summary>The most that one answer may take, in bytes: no answer drives out all others.</summary>
    public long MostOfOne => capacity / 4;

    /// <summary>How many bytes the answers take, about.</summary>
    public long Weight => _answers.Weight;

    /// <summary>How often everything was forgotten.</summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>A stored answer. Null: there is none.</summary>
    public CachedAnswer? Find(string key) => _answers.TryGet(key, clock.GetUtcNow(), out CachedAnswer? answer) ? answer : null;

    /// <summary>Stores an answer; one that is too large is left out, and so is one from before everything was forgotten.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="generation">The <see cref="Generation"/> when its request came.</param>
    public void Store(string key, CachedAnswer answer, long generation)
    {
        if (answer.Weight > MostOfOne || generation != Generation)
        {
            return;
        }

        _answers.Set(key, answer, clock.GetUtcNow());
        if (generation != Generation)
        {
            _answers.Drop(key, answer);
        }
    }

    /// <summary>Forgets an answer. False: there is none.</summary>
    public bool Remove(string key) => Find(key) is not null && _answers.Remove(key);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        _answers.Clear();
    }
}
