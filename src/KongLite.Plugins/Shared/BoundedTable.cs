using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace KongLite.Plugins.Shared;

/// <summary>
/// A table for what requests leave behind, with a bound. Every new row pushes a hand on by two rows: it drops what has run out, and beyond the bound
/// also what nobody has asked for since it last came by. No request waits for another's.
/// </summary>
/// <typeparam name="TKey">What finds a row.</typeparam>
/// <typeparam name="TRow">The row.</typeparam>
/// <param name="capacity">How much the rows may weigh together.</param>
internal sealed class BoundedTable<TKey, TRow>(long capacity)
    where TKey : notnull
    where TRow : BoundedRow
{
    private const int Steps = 2;

    // Under many readers every row may be in use; then the bound comes first.
    private const int Chances = 64;

    private readonly ConcurrentDictionary<TKey, TRow> _rows = new();
    private readonly ConcurrentQueue<KeyValuePair<TKey, TRow>> _hand = new();
    private long _weight;

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>What the rows weigh together.</summary>
    public long Weight => Interlocked.Read(ref _weight);

    /// <summary>The rows at this moment, those that have run out included.</summary>
    public IEnumerable<KeyValuePair<TKey, TRow>> Rows => _rows;

    /// <summary>A row; false: there is none, or it has run out.</summary>
    public bool TryGet(TKey key, DateTimeOffset now, [NotNullWhen(true)] out TRow? row)
    {
        if (!_rows.TryGetValue(key, out row))
        {
            return false;
        }

        if (row.TryEnd(now, force: false))
        {
            Drop(key, row);
            row = null;
            return false;
        }

        row.Use();
        return true;
    }

    /// <summary>The row of a key, made when there is none.</summary>
    public TRow GetOrAdd(TKey key, DateTimeOffset now, Func<TRow> make)
    {
        while (true)
        {
            if (_rows.TryGetValue(key, out TRow? row))
            {
                row.Use();
                return row;
            }

            row = make();
            if (_rows.TryAdd(key, row))
            {
                Settle(new(key, row), now);
                return row;
            }
        }
    }

    /// <summary>Puts a row in the place of the one that a key has.</summary>
    public void Set(TKey key, TRow row, DateTimeOffset now)
    {
        while (true)
        {
            if (_rows.TryAdd(key, row))
            {
                break;
            }

            if (_rows.TryGetValue(key, out TRow? old) && _rows.TryUpdate(key, row, old))
            {
                Interlocked.Add(ref _weight, -old.Weight);
                break;
            }
        }

        Settle(new(key, row), now);
    }

    /// <summary>Removes the row of a key. False: there is none.</summary>
    public bool Remove(TKey key) => _rows.TryGetValue(key, out TRow? row) && Drop(key, row);

    /// <summary>Removes a row, unless the key has another one by now.</summary>
    public bool Drop(TKey key, TRow row)
    {
        if (!_rows.TryRemove(new(key, row)))
        {
            return false;
        }

        Interlocked.Add(ref _weight, -row.Weight);
        return true;
    }

    /// <summary>Removes every row.</summary>
    public void Clear()
    {
        // Rows that come meanwhile stay; what the hand still holds of the others goes.
        for (int rest = _hand.Count; rest > 0 && _hand.TryDequeue(out KeyValuePair<TKey, TRow> pair); rest--)
        {
            Drop(pair.Key, pair.Value);
        }
    }

    private void Settle(KeyValuePair<TKey, TRow> pair, DateTimeOffset now)
    {
        Interlocked.Add(ref _weight, pair.Value.Weight);
        _hand.Enqueue(pair);
        for (int step = 0; step < Steps && _hand.TryDequeue(out KeyValuePair<TKey, TRow> next); step++)
        {
            if (!IsGone(next) && !TryDrop(next, now, force: false))
            {
                _hand.Enqueue(next);
            }
        }

        for (int chances = Chances; Weight > capacity && _hand.TryDequeue(out KeyValuePair<TKey, TRow> next);)
        {
            if (!IsGone(next) && ((next.Value.TakeUse() && chances-- > 0) || !TryDrop(next, now, force: true)))
            {
                _hand.Enqueue(next);
            }
        }
    }

    private bool IsGone(KeyValuePair<TKey, TRow> pair) => !_rows.TryGetValue(pair.Key, out TRow? row) || !ReferenceEquals(row, pair.Value);

    private bool TryDrop(KeyValuePair<TKey, TRow> pair, DateTimeOffset now, bool force)
    {
        if (!pair.Value.TryEnd(now, force))
        {
            return false;
        }

        Drop(pair.Key, pair.Value);
        return true;
    }
}

/// <summary>A row of a <see cref="BoundedTable{TKey, TRow}"/>.</summary>
internal abstract class BoundedRow
{
    private bool _isUsed;

    /// <summary>What it counts against the bound; the same all its life.</summary>
    public abstract long Weight { get; }

    /// <summary>Ends the row if it has run out, or in any case. True: it has ended, and whoever still holds it can tell.</summary>
    public abstract bool TryEnd(DateTimeOffset now, bool force);

    // Races cost a row its second chance, no more.
    internal void Use()
    {
        if (!Volatile.Read(ref _isUsed))
        {
            Volatile.Write(ref _isUsed, true);
        }
    }

    internal bool TakeUse()
    {
        bool isUsed = Volatile.Read(ref _isUsed);
        Volatile.Write(ref _isUsed, false);
        return isUsed;
    }
}
