using Plumbline.Core.Ledger;
using Plumbline.Core.State;
using Plumbline.Support.State;

namespace Plumbline.Core.Tests.Ledger;

/// <summary>I10: the chain of an application, written by several at once, written again, and changed by somebody who may write the storage account.</summary>
public sealed class AppLedgerTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeDocumentStore _documents = new(TimeProvider.System);
    private readonly AppLedger _ledger;

    public AppLedgerTests() => _ledger = new AppLedger(_documents);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_that_comes_again_is_appended_once_and_keeps_its_place()
    {
        var places = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            places.Add(await Append("a"));
            places.Add(await Append("b"));
        }

        Assert.Equal([1, 2, 1, 2, 1, 2], places);
        Assert.Null(await _ledger.Verify("shop", Token));
    }

    [Fact]
    public async Task Writers_at_once_leave_one_whole_chain_with_every_key_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Append($"k{i % 20}")));

        var keys = await Keys();
        Assert.Equal(20, keys.Count);
        Assert.Equal(20, keys.Distinct().Count());
        Assert.Null(await _ledger.Verify("shop", Token));
    }

    [Theory]
    [InlineData("Insert")]
    [InlineData("Replace")]
    public async Task Writer_whose_answer_is_lost_appends_once(string method)
    {
        await Append("a");
        var lost = false;
        _documents.Faults.Plan = (m, _) => m == method && !lost && (lost = true) ? StorageFault.AnswerLost : StorageFault.None;
        await Record.ExceptionAsync(() => Append("b"));
        _documents.Faults.Plan = null;

        await Append("b");

        Assert.Equal(["a", "b"], await Keys());
        Assert.Null(await _ledger.Verify("shop", Token));
    }

    [Theory]
    [InlineData("changed", "entry 2 was altered")]
    [InlineData("changed with its hash", "entry 3 does not follow the one before")]
    [InlineData("newest changed with its hash", "entry 4 is not the one that the head names")]
    [InlineData("removed", "entry 2 is missing")]
    [InlineData("first removed", "entry 1 is missing")]
    [InlineData("newest removed", "entry 4 is missing")]
    [InlineData("two exchanged", "entry 2 is missing")]
    [InlineData("one of another application", "entry 2 does not follow the one before")]
    public async Task Change_of_the_chain_is_found(string what, string fault)
    {
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            await Append(key);
        }

        await _ledger.Append("bank", "x", At, "Woken", "{}", Token);
        await _ledger.Append("bank", "y", At, "Woken", "{}", Token);
        var (second, third, fourth) = (await Entry(2), await Entry(3), await Entry(4));
        switch (what)
        {
            case "changed":
                await Put(2, second with { Body = """{"a":1}""" });
                break;
            case "changed with its hash":
                await Put(2, Sealed(second with { Body = """{"a":1}""" }));
                break;
            case "newest changed with its hash":
                await Put(4, Sealed(fourth with { Body = """{"a":1}""" }));
                break;
            case "two exchanged":
                await Put(2, third);
                await Put(3, second);
                break;
            case "one of another application":
                await Put(2, LedgerEntry.Parse((await _documents.Find(new DocumentKey("ledger.bank", "000000000002"), Token))!.Json));
                break;
            default:
                await _documents.Delete(Key(what switch { "removed" => 2, "first removed" => 1, _ => 4 }), null, Token);
                break;
        }

        Assert.Equal(fault, await _ledger.Verify("shop", Token));
    }

    private static LedgerEntry Sealed(LedgerEntry entry) => entry with { Hash = entry.ComputeHash() };

    private static DocumentKey Key(long sequence) => new("ledger.shop", sequence.ToString("D12", System.Globalization.CultureInfo.InvariantCulture));

    private Task<long> Append(string key) => _ledger.Append("shop", key, At, "Woken", "{}", Token);

    private async Task<LedgerEntry> Entry(long sequence) => LedgerEntry.Parse((await _documents.Find(Key(sequence), Token))!.Json);

    private async Task Put(long sequence, LedgerEntry entry) =>
        Assert.NotNull(await _documents.Replace(Key(sequence), entry.ToJson(), (await _documents.Find(Key(sequence), Token))!.ETag, Token));

    private async Task<List<string>> Keys()
    {
        var keys = new List<string>();
        await foreach (var entry in _ledger.Read("shop", 0, Token))
        {
            keys.Add(entry.Key);
        }

        return keys;
    }
}
