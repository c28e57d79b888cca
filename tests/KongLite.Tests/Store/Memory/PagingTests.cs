using System.Text;
using KongLite.Sdk.Entities;
using KongLite.Sdk.Storage;
using KongLite.Store.Memory;
using static KongLite.Tests.Store.Memory.MemoryStoreTests;
using static KongLite.Tests.Store.TestCatalog;

namespace KongLite.Tests.Store.Memory;

public sealed class PagingTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly MemoryStore _store;

    public PagingTests() => _store = new MemoryStore(Create(), _clock);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(1000)]
    public async Task Lists_every_row_once_in_the_order_of_the_ids_as_text(int size)
    {
        await InsertServices(50);

        List<string> ids = [.. (await Paging.AllAsync(_store, Services, size)).Select(row => row.Id.ToString("D"))];

        Assert.Equal(50, ids.Count);
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task Has_no_next_page_when_the_rows_fit_exactly()
    {
        await InsertServices(4);

        Page first = (await _store.ListAsync(Services, new PageRequest(2), default)).Value;
        Page last = (await _store.ListAsync(Services, new PageRequest(2, first.Next), default)).Value;

        Assert.Equal(2, last.Rows.Count);
        Assert.Null(last.Next);
    }

    [Fact]
    public async Task The_token_is_the_last_id_in_a_json_list_in_base64_without_padding()
    {
        await InsertServices(3);

        Page page = (await _store.ListAsync(Services, new PageRequest(2), default)).Value;

        Assert.DoesNotContain('=', page.Next!);
        string json = Encoding.ASCII.GetString(Convert.FromBase64String(page.Next!.PadRight((page.Next!.Length + 3) / 4 * 4, '=')));
        Assert.Equal($"[\"{page.Rows[1].Id}\"]", json);
    }

    [Theory]
    [InlineData("x", "bad base64 encoding")]
    [InlineData("a b=", "bad base64 encoding")]
    [InlineData("WyJh====", "bad base64 encoding")]
    [InlineData("!!!!", "bad base64 encoding")]
    [InlineData("", "bad json encoding")]
    [InlineData("aGVsbG8", "bad json encoding")]
    [InlineData("e30", "expected a list with the id of a row")]
    [InlineData("WyJ4Il0", "expected a list with the id of a row")]
    [InlineData("W10", "expected a list with the id of a row")]
    public async Task Refuses_a_token_that_is_none(string token, string reason)
    {
        StoreError error = (await _store.ListAsync(Services, new PageRequest(2, token), default)).Error!;

        Assert.Equal(ErrorCode.InvalidOffset, error.Code);
        Assert.Equal("invalid offset", error.Name);
        Assert.Equal($"'{token}' is not a valid offset: {reason}", error.Message);
        Assert.Null(error.Fields);
    }

    [Fact]
    public async Task Takes_a_padded_token_too()
    {
        await InsertServices(3);
        Page page = (await _store.ListAsync(Services, new PageRequest(2), default)).Value;

        Page next = (await _store.ListAsync(Services, new PageRequest(2, page.Next!.PadRight((page.Next!.Length + 3) / 4 * 4, '=')), default)).Value;

        Assert.Single(next.Rows);
    }

    [Fact]
    public async Task Shows_each_row_that_stays_exactly_once_while_others_come_and_go()
    {
        List<Service> staying = await InsertServices(100);
        var random = new Random(1);
        List<Service> passing = await InsertServices(50);

        List<IEntity> seen = await Paging.AllAsync(_store, Services, 9, betweenPages: async () =>
        {
            await InsertServices(3);
            Service gone = passing[random.Next(passing.Count)];
            await _store.DeleteAsync(Services, gone.Id, default);
        });

        Assert.Equal(seen.Count, seen.Select(row => row.Id).Distinct().Count());
        Assert.Empty(staying.Select(row => row.Id).Except(seen.Select(row => row.Id)));
    }

    [Fact]
    public async Task Goes_on_behind_a_row_that_was_deleted_meanwhile()
    {
        await InsertServices(3);
        Page page = (await _store.ListAsync(Services, new PageRequest(1), default)).Value;
        await _store.DeleteAsync(Services, page.Rows[0].Id, default);

        Page next = (await _store.ListAsync(Services, new PageRequest(5, page.Next), default)).Value;

        Assert.Equal(2, next.Rows.Count);
    }

    [Theory]
    [InlineData("a", true, "ab a")]
    [InlineData("a,b", true, "ab")]
    [InlineData("a,b", false, "ab a b")]
    [InlineData("c", false, "")]
    [InlineData("a,", true, "")]
    public async Task Filters_by_tags(string tags, bool all, string expected)
    {
        await _store.InsertAsync(Services, NewService("ab") with { Tags = ["a", "b"] }, default);
        await _store.InsertAsync(Services, NewService("a") with { Tags = ["a"] }, default);
        await _store.InsertAsync(Services, NewService("b") with { Tags = ["b"] }, default);
        await _store.InsertAsync(Services, NewService("none"), default);

        List<IEntity> rows = await Paging.AllAsync(_store, Services, 1, tags: new TagFilter(tags.Split(','), all));

        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), rows.Select(row => ((Service)row).Name).Order());
    }

    [Fact]
    public async Task Lists_nothing_by_tags_where_there_are_none()
    {
        var consumer = new Consumer { Id = Guid.NewGuid(), Username = "bob" };
        await _store.InsertAsync(Consumers, consumer, default);
        await _store.InsertAsync(Groups, new TestGroup { Id = Guid.NewGuid(), ConsumerId = consumer.Id, Group = "g" }, default);

        Assert.Empty(await Paging.AllAsync(_store, Groups, 10, tags: new TagFilter(["a"], MatchAll: false)));
    }

    [Fact]
    public async Task Lists_the_children_of_one_parent_only()
    {
        List<Service> services = await InsertServices(2);
        foreach (Service service in services)
        {
            for (int i = 0; i < 5; i++)
            {
                await _store.InsertAsync(Routes, NewRoute(Guid.NewGuid().ToString(), service.Id), default);
            }
        }

        List<IEntity> rows = await Paging.AllAsync(_store, Routes, 2, new ParentFilter("service", services[1].Id));

        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(services[1].Id, ((Route)row).ServiceId));
        Assert.Equal(rows.Select(row => row.Id).Order(), rows.Select(row => row.Id));
    }

    private async Task<List<Service>> InsertServices(int count)
    {
        var services = new List<Service>();
        for (int i = 0; i < count; i++)
        {
            services.Add(NewService(null));
            await _store.InsertAsync(Services, services[^1], default);
        }

        return services;
    }
}
