using System.Collections.Concurrent;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;

namespace KongLite.Gateway.Lookup;

/// <summary>The rows of one entity that requests have asked for, singly or by parent, and the questions that have no answer.</summary>
/// <remarks>
/// Two halves: when the young one is full it becomes the old one, whose content then only survives by being asked for. Loads carry the generation
/// of their start; an eviction begins a new one, so that no load that began before a change is kept, or joined by a request that came after it.
/// </remarks>
internal sealed class RowCache(EntitySchema schema, RowSource source, int capacity)
{
    private const int LongestMiss = 512;

    private readonly Lock _gate = new();
    private Half _young = new();
    private Half _old = new();
    private long _generation;

    /// <summary>The cached answer, if there is one.</summary>
    public bool TryGet(in LookupKey key, out object? answer)
    {
        Half young = Volatile.Read(ref _young);
        if (young.Rows.TryGetValue(key, out answer))
        {
            return true;
        }

        if (!Volatile.Read(ref _old).Rows.ContainsKey(key))
        {
            return false;
        }

        lock (_gate)
        {
            if (!_old.Rows.TryGetValue(key, out answer))
            {
                return _young.Rows.TryGetValue(key, out answer);
            }

            Keep(key, answer);
            return true;
        }
    }

    /// <summary>Asks the store, once for all who ask the same at a time.</summary>
    public Task<object?> LoadAsync(LookupKey key)
    {
        lock (_gate)
        {
            if (_young.Loads.TryGetValue(key, out Task<object?>? running))
            {
                return running;
            }

            Task<object?> load = LoadAsync(key, _generation);
            if (!load.IsCompleted)
            {
                _young.Loads[key] = load;
            }

            return load;
        }
    }

    /// <summary>Forgets what was known of a row, and that there was no row with its values.</summary>
    public void Evict(Guid id, IEntity? now)
    {
        lock (_gate)
        {
            BeginGeneration();
            Forget(LookupKey.Of(id));
            ForgetRow(_young, id);
            ForgetRow(_old, id);
            if (now is not null)
            {
                ForgetQuestions(now);
            }
        }
    }

    /// <summary>Forgets one answer, because it has expired.</summary>
    public void Expire(in LookupKey key)
    {
        lock (_gate)
        {
            Forget(key);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            BeginGeneration();
            Volatile.Write(ref _young, new Half());
            Volatile.Write(ref _old, new Half());
        }
    }

    private async Task<object?> LoadAsync(LookupKey key, long generation)
    {
        object? answer;
        try
        {
            // Not with a caller's token: others wait for the same answer.
            answer = await source.AskAsync(key, CancellationToken.None);
        }
        catch
        {
            lock (_gate)
            {
                Finish(key, generation);
            }

            throw;
        }

        lock (_gate)
        {
            if (Finish(key, generation))
            {
                Keep(key, answer);
            }
        }

        return answer;
    }

    private bool Finish(in LookupKey key, long generation)
    {
        if (generation != _generation)
        {
            return false;
        }

        _young.Loads.Remove(key);
        return true;
    }

    private void BeginGeneration()
    {
        _generation++;
        _young.Loads.Clear();
    }

    private void Keep(in LookupKey key, object? answer)
    {
        // Strangers choose what is asked for in vain: the capacity counts rows, and is no bound for their texts.
        if (answer is null && key.Value?.Length > LongestMiss)
        {
            return;
        }

        if (_young.Count >= Math.Max(1, capacity / 2))
        {
            var young = new Half { Loads = _young.Loads };
            Volatile.Write(ref _old, _young);
            Volatile.Write(ref _young, young);
        }

        if (!_young.Rows.TryAdd(key, answer))
        {
            return;
        }

        _young.Count += Weight(answer);
        if (answer is Array rows)
        {
            foreach (IEntity row in rows)
            {
                _young.QuestionsOf(row.Id).Add(key);
            }
        }
        else if (key.Field is not null && answer is IEntity row)
        {
            _young.QuestionsOf(row.Id).Add(key);
        }
    }

    // What had another answer before this row was as it is now.
    private void ForgetQuestions(IEntity now)
    {
        foreach (Field field in schema.UniqueFields)
        {
            if (schema.Read(now, field.Name) is string value)
            {
                Forget(LookupKey.Of(field.Name, value));
            }
        }

        foreach (Field field in schema.ForeignFields)
        {
            if (schema.Read(now, field.Name) is Guid parent)
            {
                Forget(LookupKey.Below(field.Name, parent));
            }
        }
    }

    private void Forget(in LookupKey key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }

    private static void ForgetRow(Half half, Guid id)
    {
        if (half.ByRow.Remove(id, out List<LookupKey>? keys))
        {
            foreach (LookupKey key in keys)
            {
                half.Remove(key);
            }
        }
    }

    private static int Weight(object? answer) => answer is Array rows ? 1 + rows.Length : 1;

    private sealed class Half
    {
        public ConcurrentDictionary<LookupKey, object?> Rows { get; } = new();

        // Everything below belongs to the gate.
        public Dictionary<LookupKey, Task<object?>> Loads { get; init; } = [];

        public Dictionary<Guid, List<LookupKey>> ByRow { get; } = [];

        /// <summary>How many rows and questions it holds.</summary>
        public int Count { get; set; }

        public List<LookupKey> QuestionsOf(Guid id)
        {
            if (!ByRow.TryGetValue(id, out List<LookupKey>? keys))
            {
                ByRow[id] = keys = [];
            }

            return keys;
        }

        public void Remove(in LookupKey key)
        {
            if (Rows.TryRemove(key, out object? answer))
            {
                Count -= Weight(answer);
            }
        }
    }
}
