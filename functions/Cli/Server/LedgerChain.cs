using Plumbline.Core.Ledger;

namespace Plumbline.Functions.Cli.Server;

/// <summary>Checks the links of a ledger by their own words alone: the server that gave them is not believed.</summary>
internal static class LedgerChain
{
    /// <summary>A sentence naming the first link that does not hold; null when all do.</summary>
    /// <param name="app">Whose ledger it must be.</param>
    /// <param name="links">All links from the first.</param>
    public static string? Fault(string app, IReadOnlyList<LedgerEntry> links)
    {
        var previous = LedgerEntry.Genesis;
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[i];
            var fault = link.Sequence != i + 1 ? $"Entry {i + 1} is missing."
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

        return null;
    }
}
