namespace KongLite.Plugins.Shared;

/// <summary>
/// Objects that outlive changes of the configuration: whoever asks with the same key gets the same object. One is forgotten when nobody uses it.
/// </summary>
/// <param name="make">Makes the object of a key. It may ask for others.</param>
internal sealed class SharedInstances<TKey, TInstance>(Func<TKey, TInstance> make)
    where TKey : notnull
    where TInstance : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, WeakReference<TInstance>> _known = [];

    /// <summary>The object of a key.</summary>
    public TInstance Get(TKey key)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(key, out WeakReference<TInstance>? reference) && reference.TryGetTarget(out TInstance? known))
            {
                return known;
            }

            foreach ((TKey unused, WeakReference<TInstance> each) in _known)
            {
                if (!each.TryGetTarget(out _))
                {
                    _known.Remove(unused);
                }
            }

            TInstance made = make(key);
            _known[key] = new WeakReference<TInstance>(made);
            return made;
        }
    }
}
