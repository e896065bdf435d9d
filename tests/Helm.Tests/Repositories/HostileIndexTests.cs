using System.Text;
using Microsoft.AspNetCore.Http;
using Plumbline.Core.Charts;
using Plumbline.Helm.Repositories;
using Plumbline.Support.Charts;
using Plumbline.Support.State;

namespace Plumbline.Helm.Tests.Repositories;

/// <summary>Indexes that strangers wrote (T-TPL-9, A-40).</summary>
public sealed class HostileIndexTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A-85, A-89: what is null, empty or missing is no entry, and no reason to fail where another one is fine.</summary>
    [Theory]
    [InlineData("entries:", null)]
    [InlineData("entries: ~", null)]
    [InlineData("entries: {shop: }", null)]
    [InlineData("entries: {shop: ~}", null)]
    [InlineData("entries: {~: [], shop: []}", "")]
    [InlineData("entries: {shop: [null, ~, {}, {version: }, {version: 1.0.0}, {urls: [a]}]}", "")]
    [InlineData("entries: {shop: [null, {version: 1.0.0, urls: [a]}, ~]}", "1.0.0")]
    [InlineData("entries: {other: [null], shop: [{version: 1.0.0, urls: [null, b]}]}", "1.0.0")]
    [InlineData("generated: now", null)]
    public void Entries_that_are_null_are_left_out(string index, string? versions) => Assert.Equal(versions, Versions(index));

    /// <summary>A-93: what has another type than it should have is no entry.</summary>
    [Theory]
    [InlineData("entries: 5", null)]
    [InlineData("entries: {shop: text}", null)]
    [InlineData("entries: {shop: {version: 1.0.0, urls: [a]}}", null)]
    [InlineData("entries: {shop: [text, [1], {version: [1.0.0], urls: [a]}, {version: {a: b}, urls: [a]}, {version: 1.0.0, urls: a}, {version: 1.0.0, urls: {a: b}}]}", "")]
    [InlineData("entries: {shop: [{version: 1.0.0, urls: [{a: b}, [c], d], digest: {x: y}}]}", "1.0.0")]
    [InlineData("entries: {shop: [{version: 1, urls: [a]}, {version: 1.5, urls: [a]}]}", "1 1.5")]
    public void Entries_of_another_type_are_left_out(string index, string? versions) => Assert.Equal(versions, Versions(index));

    /// <summary>A-81: a version that is none is never chosen, so no control character of an index reaches a terminal by it.</summary>
    [Theory]
    [InlineData("latest")]
    [InlineData("1.0.0 ")]
    [InlineData("1.0.0\\e[31m")]
    [InlineData("1.0.0\\n2.0.0")]
    [InlineData("\\u202e0.0.1")]
    [InlineData("1.0.0-01")]
    [InlineData("../1.0.0")]
    [InlineData("99999999999999999999.0.0")]
    public void Versions_that_are_none_are_left_out(string version) =>
        Assert.Equal("0.9.0", Versions($"entries: {{shop: [{{version: \"{version}\", urls: [a]}}, {{version: 0.9.0, urls: [b]}}]}}"));

    /// <summary>A-78: of two entries under one name, nobody can say which one counts.</summary>
    [Theory]
    [InlineData("entries: {shop: [{version: 1.0.0, urls: [a]}], shop: [{version: 2.0.0, urls: [b]}]}", "'shop' twice")]
    [InlineData("entries: {shop: ~, \"shop\": [{version: 2.0.0, urls: [b]}]}", "'shop' twice")]
    [InlineData("entries: {shop: []}\nentries: {shop: [{version: 2.0.0, urls: [b]}]}", "'entries' twice")]
    [InlineData("entries: {shop: [{version: 1.0.0, urls: [a], version: 2.0.0}]}", "'version' twice")]
    [InlineData("entries: {shop: [{version: 1.0.0, urls: [a], urls: [b]}]}", "'urls' twice")]
    [InlineData("entries: {shop: [{version: 1.0.0, urls: [a], digest: x, digest: y}]}", "'digest' twice")]
    public void Names_that_stand_twice_are_refused(string index, string reason) =>
        Assert.Contains(reason, Assert.Throws<ChartRepositoryException>(() => Versions(index)).Message);

    /// <summary>A-78: of two entries of one version, the first counts, always.</summary>
    [Fact]
    public void The_first_entry_of_a_version_counts()
    {
        var entries = ChartIndex.Read(new StringReader("entries: {shop: [{version: 1.0.0, urls: [first]}, {version: 1.0.0, urls: [second]}, {version: 1.0.0+b, urls: [third]}]}"), "shop", Token)!;
        foreach (var revision in (string[])["1.0.0", "^1.0.0", "*", ""])
        {
            Assert.Equal("first", VersionChoice.Choose(revision, entries, e => e.Version)!.Url);
        }
    }

    /// <summary>T-TPL-9, A-40: an index over the limit is refused, whether it says its length or not, and is not read on.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_index_over_the_limit_is_refused(bool saysItsLength)
    {
        await using var server = await ChartServer.Start();
        var index = Encoding.UTF8.GetBytes("entries:\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"  chart{i}: [{{version: 1.0.0, urls: [a]}}]\n")) + "  shop: [{version: 1.0.0, urls: [a]}]\n");
        server.Answers["/index.yaml"] = async context =>
        {
            context.Response.ContentLength = saysItsLength ? index.Length : null;
            await context.Response.Body.WriteAsync(index);
        };
        async Task<ResolvedChart> Resolve(long most)
        {
            using var charts = new ChartRepositories(
                new ChartOptions { TrustedOrigins = new HashSet<string> { server.Url }, MostIndexBytes = most }, new FakeBlobStore(TimeProvider.System), TimeProvider.System);
            return await charts.Resolve(new ChartReference(server.Url, "shop", "", null), Token);
        }

        Assert.Equal("1.0.0", (await Resolve(index.Length)).Version);
        var refused = await Assert.ThrowsAsync<ChartRepositoryException>(() => Resolve(index.Length - 1));
        Assert.Contains($"is larger than {index.Length - 1} bytes", refused.Message);
    }

    /// <summary>T-TPL-9: of an index with very many charts, only the wanted one is built.</summary>
    [Fact]
    public void What_is_not_asked_for_is_not_kept()
    {
        var index = "entries:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"  chart{i}: [{{version: 1.0.{i}, urls: [a], digest: x, description: some words about it}}]\n"));
        Assert.Equal("1.0.7", Versions(index, "chart7"));
        Assert.Null(Versions(index, "shop"));
    }

    private static string? Versions(string index, string chart = "shop") =>
        ChartIndex.Read(new StringReader(index), chart, Token) is { } entries ? string.Join(' ', entries.Select(e => e.Version.Original)) : null;
}
