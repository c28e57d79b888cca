using KongLite.Gateway;
using KongLite.Gateway.Lookup;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;

namespace KongLite.Tests.Gateway.Lookup;

public sealed class EntityLookupTests
{
    private static readonly EntitySchema Schema = EntitySchema.Of<Consumer>();
    private readonly GatedStore _store = new();
    private readonly EntityLookup _lookup;

    public EntityLookupTests() => _lookup = new EntityLookup(_store, TimeProvider.System, new GatewayOptions { LookupCapacity = 10 });

    [Fact]
    public async Task Asks_the_store_once()
    {
        Consumer ann = _store.Add("ann");

        Assert.Same(ann, await FindAsync("ann"));
        Assert.Same(ann, await FindAsync("ann"));
        Assert.Equal(1, _store.Asked);
    }

    [Fact]
    public async Task Remembers_that_there_is_none()
    {
        Assert.Null(await FindAsync("ann"));
        Assert.Null(await FindAsync("ann"));
        Assert.Equal(1, _store.Asked);
    }

    [Fact]
    public async Task Does_not_remember_long_texts_that_stand_for_nothing()
    {
        Assert.Null(await FindAsync(new string('a', 513)));
        Assert.Null(await FindAsync(new string('a', 513)));
        Assert.Equal(2, _store.Asked);
    }

    [Fact]
    public async Task Asks_once_for_all_who_ask_at_a_time()
    {
        Consumer ann = _store.Add("ann");
        _store.Close();

        Task<Consumer?>[] asking = [FindAsync("ann"), FindAsync("ann"), FindAsync("ann")];
        _store.Open();

        Assert.All(await Task.WhenAll(asking), found => Assert.Same(ann, found));
        Assert.Equal(1, _store.Asked);
    }

    [Fact]
    public async Task Finds_a_row_that_was_missing_before()
    {
        await FindAsync("ann");

        Consumer ann = _store.Add("ann");
        Tell(ann.Id, ann);

        Assert.Same(ann, await FindAsync("ann"));
    }

    [Fact]
    public async Task Forgets_a_row_under_every_name_it_was_found_by()
    {
        Consumer ann = _store.Add("ann");
        await FindAsync("ann");
        await _lookup.FindAsync<Consumer>(ann.Id, default);

        Consumer renamed = ann with { Username = "bea" };
        _store.Replace(renamed);
        Tell(ann.Id, renamed);

        Assert.Null(await FindAsync("ann"));
        Assert.Same(renamed, await FindAsync("bea"));
        Assert.Same(renamed, await _lookup.FindAsync<Consumer>(ann.Id, default));
    }

    [Fact]
    public async Task Forgets_a_row_that_is_gone()
    {
        Consumer ann = _store.Add("ann");
        await FindAsync("ann");

        _store.Remove(ann);
        Tell(ann.Id, null);

        Assert.Null(await FindAsync("ann"));
    }

    [Fact]
    public async Task Does_not_keep_what_was_read_before_a_change()
    {
        Consumer ann = _store.Add("ann");
        _store.Close();
        Task<Consumer?> early = FindAsync("ann");
        Consumer changed = ann with { CustomId = "new" };
        _store.Replace(changed);

        Tell(ann.Id, changed);
        Task<Consumer?> late = FindAsync("ann");
        _store.Open();

        Assert.Same(ann, await early);
        Assert.Same(changed, await late);
        Assert.Same(changed, await FindAsync("ann"));
    }

    [Fact]
    public async Task Forgets_everything_when_everything_is_new()
    {
        Consumer ann = _store.Add("ann");
        await FindAsync("ann");

        _store.Remove(ann);
        _lookup.Evict(new ChangeBatch(2, IsComplete: true, []));

        Assert.Null(await FindAsync("ann"));
    }

    [Fact]
    public async Task Asks_again_after_a_failure()
    {
        Consumer ann = _store.Add("ann");
        _store.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => FindAsync("ann"));
        _store.Fails = false;

        Assert.Same(ann, await FindAsync("ann"));
    }

    [Fact]
    public async Task Stays_within_its_capacity_and_keeps_what_is_asked_for()
    {
        Consumer ann = _store.Add("ann");
        for (int i = 0; i < 1000; i++)
        {
            await FindAsync($"nobody {i}");
            Assert.Same(ann, await FindAsync("ann"));
        }

        Assert.Equal(1001, _store.Asked);
    }

    private Task<Consumer?> FindAsync(string name) => _lookup.FindByAsync<Consumer>("username", name, default).AsTask();

    private void Tell(Guid id, Consumer? now) => _lookup.Evict(new ChangeBatch(2, IsComplete: false, [new EntityChange(Schema, id, now)]));
}
