using Plumbline.Core.Ledger;

namespace Plumbline.Functions.Cli.Server;

/// <summary>Checks the links of a ledger by their own words alone: the server that gave them is not believed.</summary>
internal static class LedgerChain
{
    /// <summary>A sentence naming the first link that does not hold; null when all do.</summary>
    /// <param name="app">Whose ledger it must be.</param>
    /// <param name="links">All links from the first.</param>
    /// <param name="head">Place and hash of the newest link as the server noted them apart from it; null when it did not say.</param>
    public static string? Fault(string app, IReadOnlyList<LedgerEntry> links, (long Sequence, string Hash)? head)
    {
        var previous = LedgerEntry.Genesis;
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[i];
            var fault = link.Sequence > i + 1 ? $"Entry {i + 1} is missing."
                : link.Sequence < i + 1 ? $"Entry {link.Sequence} stands in the place of entry {i + 1}."
                : link.App != app ? $"Entry {i + 1} is of another application."
                : link.Previous != previous ? $"Entry {i + 1} does not follow the one before."
                : link.ComputeHash() != link.Hash ? $"Entry {i + 1} was altered."
                : null;
            if (fault is not null)
            {
                return fault;
            }

            previous = link.Hash;
        }

        return head is not { } noted ? null
            : noted.Sequence > links.Count ? $"Entry {links.Count + 1} is missing: the ledger had {noted.Sequence} entries."
            : noted.Sequence > 0 && links[(int)noted.Sequence - 1].Hash != noted.Hash ? $"Entry {noted.Sequence} is not the one that was noted as the newest."
            : null;
    }
}
