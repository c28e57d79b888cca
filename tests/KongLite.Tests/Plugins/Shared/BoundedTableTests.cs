using System.Runtime.CompilerServices;
using KongLite.Plugins.Shared;

namespace KongLite.Tests.Plugins.Shared;

public sealed class BoundedTableTests
{
    private static readonly DateTimeOffset Now = TestExchange.Start;

    [Fact]
    public void Finds_a_row_until_it_has_run_out()
    {
        var table = new BoundedTable<int, Row>(10);
        var row = new Row(1, Now.AddSeconds(5));

        table.Set(1, row, Now);

        Assert.True(table.TryGet(1, Now.AddSeconds(4), out Row? found));
        Assert.Same(row, found);
        Assert.False(table.TryGet(1, Now.AddSeconds(5), out _));
        Assert.Equal((0, 0), (table.Count, table.Weight));
    }

    [Fact]
    public void Never_weighs_more_than_its_capacity()
    {
        var table = new BoundedTable<int, Row>(100);

        for (int i = 0; i < 1000; i++)
        {
            table.Set(i, new Row(7, DateTimeOffset.MaxValue), Now);
            Assert.True(table.Weight <= 100);
        }

        Assert.Equal(14, table.Count);
    }

    [Fact]
    public void Keeps_what_is_in_use_longer_than_what_is_not()
    {
        var table = new BoundedTable<int, Row>(10);
        table.Set(-1, new Row(1, DateTimeOffset.MaxValue), Now);

        for (int i = 0; i < 100; i++)
        {
            table.Set(i, new Row(1, DateTimeOffset.MaxValue), Now);
            Assert.True(table.TryGet(-1, Now, out _), $"lost after {i}");
        }

        Assert.False(table.TryGet(0, Now, out _));
    }

    [Fact]
    public void Drops_what_has_run_out_while_new_rows_come()
    {
        var table = new BoundedTable<int, Row>(10_000);
        for (int i = 0; i < 1000; i++)
        {
            table.Set(i, new Row(1, Now.AddSeconds(1)), Now);
        }

        for (int i = 1000; i < 2000; i++)
        {
            table.Set(i, new Row(1, DateTimeOffset.MaxValue), Now.AddSeconds(2));
        }

        Assert.Equal(1000, table.Count);
    }

    [Fact]
    public void Counts_a_replaced_row_once()
    {
        var table = new BoundedTable<int, Row>(100);

        for (int i = 0; i < 50; i++)
        {
            table.Set(1, new Row(40, DateTimeOffset.MaxValue), Now);
        }

        Assert.Equal((1, 40), (table.Count, table.Weight));
    }

    [Fact]
    public void Makes_one_row_for_a_key_however_many_ask_at_once()
    {
        var table = new BoundedTable<int, Row>(100);
        var rows = new Row[64];

        Parallel.For(0, rows.Length, i => rows[i] = table.GetOrAdd(1, Now, () => new Row(1, DateTimeOffset.MaxValue)));

        Assert.All(rows, row => Assert.Same(rows[0], row));
        Assert.Equal(1, table.Weight);
    }

    [Fact]
    public void Clears_everything()
    {
        var table = new BoundedTable<int, Row>(100);
        for (int i = 0; i < 20; i++)
        {
            table.Set(i, new Row(3, DateTimeOffset.MaxValue), Now);
        }

        table.Clear();

        Assert.Equal((0, 0), (table.Count, table.Weight));
    }

    [Fact]
    public void Does_not_hold_on_to_rows_that_have_left()
    {
        var table = new BoundedTable<int, Row>(100);

        List<WeakReference> gone = Fill(table);

        GC.Collect();
        Assert.All(gone, row => Assert.False(row.IsAlive));
        Assert.Equal(1, table.Count);
        GC.KeepAlive(table);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Fill(BoundedTable<int, Row> table)
    {
        Row[] rows = [new(40, Now.AddSeconds(1)), new(20, DateTimeOffset.MaxValue), new(10, DateTimeOffset.MaxValue)];
        for (int i = 0; i < rows.Length; i++)
        {
            table.Set(i, rows[i], Now);
        }

        table.TryGet(0, Now.AddSeconds(2), out _);
        table.Remove(1);
        table.Set(2, new Row(1, DateTimeOffset.MaxValue), Now);
        return [.. rows.Select(row => new WeakReference(row))];
    }

    private sealed class Row(long weight, DateTimeOffset end) : BoundedRow
    {
        public override long Weight => weight;

        public override bool TryEnd(DateTimeOffset now, bool force) => force || now >= end;
    }
}
