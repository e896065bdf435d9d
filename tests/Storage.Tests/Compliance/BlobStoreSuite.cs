using System.Text;
using Plumbline.Core.State;

namespace Plumbline.Storage.Tests.Compliance;

/// <summary>What every <see cref="IBlobStore"/> does, fake or real.</summary>
public abstract class BlobStoreSuite
{
    private readonly string _folder = $"f{Guid.CreateVersion7():N}";

    protected abstract IBlobStore Store { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blob_is_read_as_it_was_written()
    {
        var etag = await Store.Put(Name("a"), Bytes("hällo"), null, Token);
        var found = await Store.Find(Name("a"), Token);

        Assert.Equal("hällo", Text(found));
        Assert.Equal(etag, found!.ETag);
    }

    [Fact]
    public async Task Empty_blob_is_a_blob()
    {
        await Store.PutOnce(Name("empty"), ReadOnlyMemory<byte>.Empty, Token);

        Assert.Equal(0, (await Store.Find(Name("empty"), Token))!.Bytes.Length);
    }

    [Fact]
    public async Task Absent_blob_is_null_and_not_unchanged()
    {
        Assert.Null(await Store.Find(Name("none"), Token));
        Assert.Equal((false, null), await Store.FindChanged(Name("none"), "\"0x1\"", Token));
    }

    [Fact]
    public async Task Put_once_keeps_what_was_there()
    {
        await Store.PutOnce(Name("a"), Bytes("1"), Token);
        await Store.PutOnce(Name("a"), Bytes("2"), Token);

        Assert.Equal("1", Text(await Store.Find(Name("a"), Token)));
    }

    [Fact]
    public async Task Put_writes_over_the_known_version_only()
    {
        var first = await Store.Put(Name("a"), Bytes("1"), null, Token);
        var second = await Store.Put(Name("a"), Bytes("2"), first, Token);

        Assert.NotNull(second);
        Assert.Null(await Store.Put(Name("a"), Bytes("3"), first, Token));
        Assert.Null(await Store.Put(Name("a"), Bytes("3"), null, Token));
        Assert.Null(await Store.Put(Name("absent"), Bytes("3"), first, Token));
        Assert.Equal("2", Text(await Store.Find(Name("a"), Token)));
    }

    [Fact]
    public async Task Changed_blob_is_told_from_an_unchanged_one()
    {
        var first = await Store.Put(Name("a"), Bytes("1"), null, Token);
        Assert.Equal((true, null), await Store.FindChanged(Name("a"), first!, Token));

        await Store.Put(Name("a"), Bytes("2"), first, Token);
        var (unchanged, blob) = await Store.FindChanged(Name("a"), first!, Token);

        Assert.False(unchanged);
        Assert.Equal("2", Text(blob));
    }

    [Fact]
    public async Task Delete_of_an_absent_blob_is_no_failure()
    {
        await Store.PutOnce(Name("a"), Bytes("1"), Token);
        await Store.Delete(Name("a"), Token);
        await Store.Delete(Name("a"), Token);

        Assert.Null(await Store.Find(Name("a"), Token));
    }

    [Fact]
    public async Task List_gives_the_names_under_a_prefix()
    {
        foreach (var name in new[] { "x/1", "x/2", "xy", "z" })
        {
            await Store.PutOnce(Name(name), Bytes("1"), Token);
        }

        var listed = await Store.List(Name("x/"), Token).ToListAsync(Token);

        Assert.Equal([Name("x/1"), Name("x/2")], listed.Select(i => i.Name).Order(StringComparer.Ordinal));
        Assert.All(listed, i => Assert.InRange(i.Written, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a\nb")]
    public async Task Unusable_name_is_refused_for_good(string name)
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => Store.Find(name, Token));

        Assert.False(refusal.IsTransient);
    }

    [Fact]
    public async Task Large_blob_comes_back_whole()
    {
        var bytes = new byte[9 * 1024 * 1024];
        for (var i = 0; i < bytes.Length; i += 1000)
        {
            bytes[i] = (byte)(i / 1000);
        }

        await Store.PutOnce(Name("large"), bytes, Token);

        Assert.True((await Store.Find(Name("large"), Token))!.Bytes.Span.SequenceEqual(bytes));
    }

    [Fact]
    public async Task Of_many_writers_over_one_version_exactly_one_wins()
    {
        var first = await Store.Put(Name("race"), Bytes("0"), null, Token);
        var results = await Task.WhenAll(Enumerable.Range(1, 10).Select(i => Store.Put(Name("race"), Bytes($"{i}"), first, Token)));

        Assert.Single(results, r => r is not null);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Text(StoredBlob? blob) => blob is null ? null : Encoding.UTF8.GetString(blob.Bytes.Span);

    private string Name(string name) => $"{_folder}/{name}";
}
