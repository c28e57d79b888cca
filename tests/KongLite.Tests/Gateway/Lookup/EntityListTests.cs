using KongLite.Gateway;
using KongLite.Gateway.Lookup;
using KongLite.Plugins.Acl;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Schema;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;

namespace KongLite.Tests.Gateway.Lookup;

/// <summary>Rows below a parent, as requests ask for them.</summary>
public sealed class EntityListTests
{
    private static readonly EntitySchema Consumers = EntitySchema.Of<Consumer>();
    private static readonly EntitySchema Groups = EntitySchema.Of<AclGroup>();
    private readonly MemoryStore _store = new(new SchemaCatalog([Consumers, Groups], []), TimeProvider.System);
    private readonly EntityLookup _lookup;
    private readonly Guid _bob = Guid.NewGuid();
    private readonly Guid _ann = Guid.NewGuid();
    private long _seen = -1;

    public EntityListTests() => _lookup = new EntityLookup(_store, TimeProvider.System, new GatewayOptions { LookupCapacity = 10_000 });

    [Fact]
    public async Task Lists_the_rows_of_one_parent_in_the_order_of_their_ids()
    {
        await SeedAsync();
        await AddAsync(_bob, "b", "00000000-0000-4000-8000-000000000002");
        await AddAsync(_bob, "a", "00000000-0000-4000-8000-000000000001");
        await AddAsync(_ann, "c", "00000000-0000-4000-8000-000000000003");

        Assert.Equal(["a", "b"], await NamesAsync(_bob));
        Assert.Equal(["c"], await NamesAsync(_ann));
        Assert.Empty(await NamesAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task Lists_more_than_a_page()
    {
        await SeedAsync();
        foreach (int i in Enumerable.Range(0, 1001))
        {
            await AddAsync(_bob, $"{i}");
        }

        Assert.Equal(1001, (await NamesAsync(_bob)).Count);
    }

    [Fact]
    public async Task Gives_the_same_list_until_something_in_it_changes()
    {
        await SeedAsync();
        AclGroup group = await AddAsync(_bob, "a");
        await AddAsync(_ann, "b");
        await TellAsync();
        IReadOnlyList<AclGroup> before = await ListAsync(_bob);
        Assert.Same(before, await ListAsync(_bob));

        await _store.UpdateAsync(Groups, group with { Tags = ["t"] }, default);
        await TellAsync();

        Assert.NotSame(before, await ListAsync(_bob));
    }

    [Fact]
    public async Task Follows_rows_that_come_go_and_move()
    {
        await SeedAsync();
        Assert.Empty(await NamesAsync(_bob));
        AclGroup group = await AddAsync(_bob, "a");
        await TellAsync();
        Assert.Equal(["a"], await NamesAsync(_bob));
        Assert.Empty(await NamesAsync(_ann));

        await _store.UpdateAsync(Groups, group with { ConsumerId = _ann }, default);
        await TellAsync();
        Assert.Empty(await NamesAsync(_bob));
        Assert.Equal(["a"], await NamesAsync(_ann));

        await _store.DeleteAsync(Consumers, _ann, default);
        await TellAsync();
        Assert.Empty(await NamesAsync(_ann));
    }

    private async Task SeedAsync()
    {
        await _store.InsertAsync(Consumers, new Consumer { Id = _bob, Username = "bob" }, default);
        await _store.InsertAsync(Consumers, new Consumer { Id = _ann, Username = "ann" }, default);
    }

    private async Task<AclGroup> AddAsync(Guid consumer, string group, string? id = null)
    {
        var row = new AclGroup { Id = id is null ? Guid.NewGuid() : Guid.Parse(id), ConsumerId = consumer, Group = group };
        StoreResult<IEntity> added = await _store.InsertAsync(Groups, row, default);
        Assert.Null(added.Error);
        return row;
    }

    private async Task TellAsync()
    {
        ChangeBatch batch = await _store.NextAsync(_seen, default);
        _seen = batch.Version;
        _lookup.Evict(batch);
    }

    private Task<IReadOnlyList<AclGroup>> ListAsync(Guid consumer) => _lookup.ListAsync<AclGroup>("consumer", consumer, default).AsTask();

    private async Task<IReadOnlyList<string>> NamesAsync(Guid consumer) => [.. (await ListAsync(consumer)).Select(group => group.Group)];
}
