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

    private readonly ConcurrentDictionary<TKey, Seat> _rows = new();
    private readonly ConcurrentQueue<Seat> _hand = new();
    private long _weight;

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>What the rows weigh together.</summary>
    public long Weight => Interlocked.Read(ref _weight);

    /// <summary>The rows at this moment, those that have run out included.</summary>
    public IEnumerable<KeyValuePair<TKey, TRow>> Rows
    {
        get
        {
            foreach ((TKey key, Seat seat) in _rows)
            {
                if (seat.Row is { } row)
                {
                    yield return new(key, row);
                }
            }
        }
    }

    /// <summary>A row; false: there is none, or it has run out.</summary>
    public bool TryGet(TKey key, DateTimeOffset now, [NotNullWhen(true)] out TRow? row)
    {
        row = _rows.TryGetValue(key, out Seat? seat) ? seat.Row : null;
        if (row is null)
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
            if (_rows.TryGetValue(key, out Seat? known))
            {
                if (known.Row is { } found)
                {
                    found.Use();
                    return found;
                }

                // Whoever emptied it has removed it before.
                continue;
            }

            TRow row = make();
            var seat = new Seat(key, row);
            if (_rows.TryAdd(key, seat))
            {
                Settle(seat, row.Weight, now);
                return row;
            }
        }
    }

    /// <summary>Puts a row in the place of the one that a key has.</summary>
    public void Set(TKey key, TRow row, DateTimeOffset now)
    {
        var seat = new Seat(key, row);
        while (!_rows.TryAdd(key, seat))
        {
            if (_rows.TryGetValue(key, out Seat? old) && _rows.TryUpdate(key, seat, old))
            {
                Leave(old);
                break;
            }
        }

        Settle(seat, row.Weight, now);
    }

    /// <summary>Removes the row of a key. False: there is none.</summary>
    public bool Remove(TKey key) => _rows.TryGetValue(key, out Seat? seat) && Drop(seat);

    /// <summary>Removes a row, unless the key has another one by now.</summary>
    public bool Drop(TKey key, TRow row) => _rows.TryGetValue(key, out Seat? seat) && ReferenceEquals(seat.Row, row) && Drop(seat);

    /// <summary>Removes every row.</summary>
    public void Clear()
    {
        foreach ((_, Seat seat) in _rows)
        {
            Drop(seat);
        }

        // The hand's empty seats go; those of rows that came meanwhile stay.
        for (int rest = _hand.Count; rest > 0 && _hand.TryDequeue(out Seat? next); rest--)
        {
            if (next.Row is not null)
            {
                _hand.Enqueue(next);
            }
        }
    }

    private void Settle(Seat seat, long weight, DateTimeOffset now)
    {
        Interlocked.Add(ref _weight, weight);
        _hand.Enqueue(seat);
        for (int step = 0; step < Steps && _hand.TryDequeue(out Seat? next); step++)
        {
            if (next.Row is { } row && !TryDrop(next, row, now, force: false))
            {
                _hand.Enqueue(next);
            }
        }

        for (int chances = Chances; Weight > capacity && _hand.TryDequeue(out Seat? next);)
        {
            if (next.Row is { } row && ((row.TakeUse() && chances-- > 0) || !TryDrop(next, row, now, force: true)))
            {
                _hand.Enqueue(next);
            }
        }
    }

    private bool TryDrop(Seat seat, TRow row, DateTimeOffset now, bool force)
    {
        if (!row.TryEnd(now, force))
        {
            return false;
        }

        Drop(seat);
        return true;
    }

    private bool Drop(Seat seat)
    {
        if (!_rows.TryRemove(new(seat.Key, seat)))
        {
            return false;
        }

        Leave(seat);
        return true;
    }

    // The hand comes by later, and must not keep until then what no longer counts. Who takes a seat out of the table empties it, so that it is done once.
    private void Leave(Seat seat)
    {
        Interlocked.Add(ref _weight, -seat.Row!.Weight);
        seat.Row = null;
    }

    /// <summary>Where a row sits, for the table and the hand.</summary>
    private sealed class Seat(TKey key, TRow row)
    {
        private volatile TRow? _row = row;

        public TKey Key => key;

        // Null: the row has left.
        public TRow? Row
        {
            get => _row;
            set => _row = value;
        }
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
