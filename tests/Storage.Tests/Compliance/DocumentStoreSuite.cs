using Plumbline.Core.State;

namespace Plumbline.Storage.Tests.Compliance;

/// <summary>What every <see cref="IDocumentStore"/> does, fake or real.</summary>
public abstract class DocumentStoreSuite
{
    private readonly string _partition = $"p{Guid.CreateVersion7():N}";

    protected abstract IDocumentStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_that_was_inserted_is_found_with_the_same_version()
    {
        var stored = await Store.Insert(Key("a"), """{"v":1,"t":"äö 漢字 🚀"}""", Token);
        var found = await Store.Find(Key("a"), Token);

        Assert.Equal(stored, found);
        Assert.Equal("""{"v":1,"t":"äö 漢字 🚀"}""", found!.Json);
    }

    [Fact]
    public async Task Absent_document_is_null() => Assert.Null(await Store.Find(Key("none"), Token));

    [Fact]
    public async Task Insert_over_a_taken_key_is_null_and_changes_nothing()
    {
        await Store.Insert(Key("a"), "1", Token);

        Assert.Null(await Store.Insert(Key("a"), "2", Token));
        Assert.Equal("1", (await Store.Find(Key("a"), Token))!.Json);
    }

    [Fact]
    public async Task Replace_of_the_current_version_gives_a_new_version()
    {
        var first = await Store.Insert(Key("a"), "1", Token);
        var second = await Store.Replace(Key("a"), "2", first!.ETag, Token);

        Assert.NotEqual(first.ETag, second!.ETag);
        Assert.Equal(second, await Store.Find(Key("a"), Token));
    }

    [Fact]
    public async Task Replace_of_an_old_version_is_null()
    {
        var first = await Store.Insert(Key("a"), "1", Token);
        await Store.Replace(Key("a"), "2", first!.ETag, Token);

        Assert.Null(await Store.Replace(Key("a"), "3", first.ETag, Token));
        Assert.Equal("2", (await Store.Find(Key("a"), Token))!.Json);
    }

    [Fact]
    public async Task Replace_of_the_same_text_still_makes_a_new_version()
    {
        var first = await Store.Insert(Key("a"), "1", Token);
        var second = await Store.Replace(Key("a"), "1", first!.ETag, Token);

        Assert.NotEqual(first.ETag, second!.ETag);
    }

    [Fact]
    public async Task Replace_of_a_document_that_is_gone_is_null()
    {
        var first = await Store.Insert(Key("a"), "1", Token);
        await Store.Delete(Key("a"), null, Token);

        Assert.Null(await Store.Replace(Key("a"), "2", first!.ETag, Token));
    }

    [Fact]
    public async Task Version_of_an_earlier_life_of_a_key_is_not_the_current_one()
    {
        var first = await Store.Insert(Key("a"), "1", Token);
        await Store.Delete(Key("a"), null, Token);
        await Task.Delay(5, Token);
        await Store.Insert(Key("a"), "1", Token);

        Assert.Null(await Store.Replace(Key("a"), "2", first!.ETag, Token));
    }

    [Fact]
    public async Task Delete_says_whether_there_was_something_under_its_condition()
    {
        var first = await Store.Insert(Key("a"), "1", Token);
        var second = await Store.Replace(Key("a"), "2", first!.ETag, Token);

        Assert.False(await Store.Delete(Key("none"), null, Token));
        Assert.False(await Store.Delete(Key("a"), first.ETag, Token));
        Assert.True(await Store.Delete(Key("a"), second!.ETag, Token));
        Assert.False(await Store.Delete(Key("a"), second.ETag, Token));
        Assert.Null(await Store.Find(Key("a"), Token));
    }

    [Fact]
    public async Task List_is_in_ordinal_order_and_keeps_to_its_bounds()
    {
        string[] ids = ["b", "B", "a-1", "a.1", "a", "~", "a~0", "10", "9", "ä", "Z"];
        foreach (var id in ids)
        {
            await Store.Insert(Key(id), "1", Token);
        }

        await Store.Insert(new DocumentKey(_partition + "x", "a"), "1", Token);

        var ordered = ids.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(ordered, await Ids(null, null));
        Assert.Equal(ordered.Where(i => string.CompareOrdinal(i, "a") >= 0 && string.CompareOrdinal(i, "b") < 0), await Ids("a", "b"));
        Assert.Equal(ordered.Where(i => string.CompareOrdinal(i, "a.1") >= 0), await Ids("a.1", null));
        Assert.Equal(ordered.Where(i => string.CompareOrdinal(i, "a") < 0), await Ids(null, "a"));
    }

    [Fact]
    public async Task List_goes_over_all_pages()
    {
        foreach (var chunk in Enumerable.Range(0, 1_100).Chunk(50))
        {
            await Task.WhenAll(chunk.Select(i => Store.Insert(Key($"{i:D5}"), "1", Token)));
        }

        Assert.Equal(Enumerable.Range(0, 1_100).Select(i => $"{i:D5}"), await Ids(null, null));
    }

    [Fact]
    public async Task Stamps_are_the_keys_in_order_with_the_time_of_the_last_write()
    {
        await Store.Insert(Key("b"), "1", Token);
        var old = await Store.Insert(Key("a"), new string('x', 100_000), Token);
        var before = await Store.Stamps(_partition, Token).ToListAsync(Token);
        await Task.Delay(20, Token);
        await Store.Replace(Key("a"), "2", old!.ETag, Token);
        var after = await Store.Stamps(_partition, Token).ToListAsync(Token);

        Assert.Equal([Key("a"), Key("b")], before.Select(s => s.Key));
        Assert.InRange(before[1].Written, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.True(after[0].Written > before[0].Written);
        Assert.Equal(before[1], after[1]);
    }

    [Theory]
    [InlineData(30_000)]
    [InlineData(30_001)]
    [InlineData(70_000)]
    [InlineData(300_000)]
    public async Task Long_text_comes_back_as_it_was(int characters)
    {
        var text = string.Concat(Enumerable.Repeat("aé漢", (characters / 3) + 1))[..characters];
        await Store.Insert(Key("long"), text, Token);

        Assert.Equal(text, (await Store.Find(Key("long"), Token))!.Json);
    }

    [Fact]
    public async Task Text_at_the_limit_is_stored_and_replaced_by_short_text_without_a_rest()
    {
        var text = new string('x', 900 * 1024);
        var stored = await Store.Insert(Key("limit"), text, Token);
        Assert.Equal(text, (await Store.Find(Key("limit"), Token))!.Json);

        await Store.Replace(Key("limit"), "short", stored!.ETag, Token);
        Assert.Equal("short", (await Store.Find(Key("limit"), Token))!.Json);
    }

    [Fact]
    public async Task Text_over_the_limit_is_refused_for_good()
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => Store.Insert(Key("over"), new string('x', (900 * 1024) + 1), Token));

        Assert.False(refusal.IsTransient);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\\b")]
    [InlineData("a\tb")]
    [InlineData("")]
    public async Task Unusable_key_is_refused_for_good(string id)
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => Store.Find(Key(id), Token));

        Assert.False(refusal.IsTransient);
    }

    [Theory]
    [InlineData("it's; a 'quoted' one")]
    [InlineData("50%20 off+more&x=y")]
    [InlineData("..")]
    [InlineData("https://github.com/org/repo?x#y")]
    [InlineData("漢字 🚀")]
    public async Task Escaped_text_is_a_usable_key(string text)
    {
        var key = new DocumentKey($"{_partition}{DocumentKey.Escape(text)}", DocumentKey.Escape(text));
        var stored = await Store.Insert(key, "1", Token);

        Assert.Equal(stored, await Store.Find(key, Token));
        Assert.NotNull(await Store.Replace(key, "2", stored!.ETag, Token));
        Assert.Single(await Store.List(key.Partition, key.Id, null, Token).ToListAsync(Token));
        Assert.True(await Store.Delete(key, null, Token));
    }

    [Fact]
    public async Task Of_many_writers_over_one_version_exactly_one_wins()
    {
        var first = await Store.Insert(Key("race"), "0", Token);
        var results = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Store.Replace(Key("race"), $"{i}", first!.ETag, Token)));

        var winner = Assert.Single(results, r => r is not null);
        Assert.Equal(winner, await Store.Find(Key("race"), Token));
    }

    [Fact]
    public async Task Of_many_that_insert_one_key_exactly_one_wins()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => Store.Insert(Key("race"), $"{i}", Token)));

        Assert.Single(results, r => r is not null);
    }

    private DocumentKey Key(string id) => new(_partition, id);

    private async Task<List<string>> Ids(string? from, string? to) =>
        await Store.List(_partition, from, to, Token).Select(d => d.Key.Id).ToListAsync(Token);
}
