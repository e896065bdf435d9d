using Plumbline.Core.Ledger;
using Plumbline.Functions.Cli.Server;

namespace Plumbline.Functions.Tests.Cli;

/// <summary>I10: what <c>plumb ledger APP --verify</c> finds by the entries' own words, and by the head that is noted apart from them.</summary>
public sealed class LedgerChainTests
{
    private static readonly IReadOnlyList<LedgerEntry> Whole = Chain("shop", 4);

    [Fact]
    public void Whole_chain_holds_also_where_the_head_lags_by_one_or_is_not_told()
    {
        Assert.Null(LedgerChain.Fault("shop", Whole, null));
        Assert.Null(LedgerChain.Fault("shop", Whole, (4, Whole[3].Hash)));
        Assert.Null(LedgerChain.Fault("shop", Whole, (3, Whole[2].Hash)));
        Assert.Null(LedgerChain.Fault("shop", [], (0, LedgerEntry.Genesis)));
    }

    [Theory]
    [InlineData("changed", "Entry 2 was altered.")]
    [InlineData("changed with its hash", "Entry 3 does not follow the one before.")]
    [InlineData("newest changed with its hash", "Entry 4 is not the one that was noted as the newest.")]
    [InlineData("removed", "Entry 2 is missing.")]
    [InlineData("first removed", "Entry 1 is missing.")]
    [InlineData("exchanged", "Entry 2 is missing.")]
    [InlineData("repeated", "Entry 2 stands in the place of entry 3.")]
    [InlineData("tail cut off", "Entry 3 is missing: the ledger had 4 entries.")]
    [InlineData("all gone", "Entry 1 is missing: the ledger had 4 entries.")]
    [InlineData("another application's", "Entry 1 is of another application.")]
    public void Chain_that_was_changed_is_told_by_its_first_bad_entry(string what, string fault)
    {
        IReadOnlyList<LedgerEntry> changed = what switch
        {
            "changed" => With(1, Whole[1] with { Kind = "Approved" }),
            "changed with its hash" => With(1, Sealed(Whole[1] with { Kind = "Approved" })),
            "newest changed with its hash" => With(3, Sealed(Whole[3] with { Kind = "Approved" })),
            "removed" => [Whole[0], Whole[2], Whole[3]],
            "first removed" => [.. Whole.Skip(1)],
            "exchanged" => [Whole[0], Whole[2], Whole[1], Whole[3]],
            "repeated" => [Whole[0], Whole[1], Whole[1], Whole[2], Whole[3]],
            "tail cut off" => [Whole[0], Whole[1]],
            "all gone" => [],
            _ => Chain("bank", 4),
        };

        Assert.Equal(fault, LedgerChain.Fault("shop", changed, (4, Whole[3].Hash)));
    }

    private static LedgerEntry Sealed(LedgerEntry entry) => entry with { Hash = entry.ComputeHash() };

    private static List<LedgerEntry> With(int at, LedgerEntry entry) => [.. Whole.Select((e, i) => i == at ? entry : e)];

    private static List<LedgerEntry> Chain(string app, int length)
    {
        var links = new List<LedgerEntry>();
        for (var i = 1; i <= length; i++)
        {
            links.Add(LedgerEntry.After(app, i, i == 1 ? LedgerEntry.Genesis : links[^1].Hash, $"event {i}", new DateTimeOffset(2026, 3, 1, 9, 0, i, TimeSpan.Zero), "Woken", "{}"));
        }

        return links;
    }
}
