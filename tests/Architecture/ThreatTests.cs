using System.Text.RegularExpressions;

namespace Plumbline.Architecture;

/// <summary>
/// Threats, advisories of neighbouring projects, invariants and crash points have ids (<c>T-…</c>, <c>A-…</c>, <c>I…</c>, <c>CP…</c>). A test that covers one names it in its documentation comment, or in its class's,
/// each id written out; so what is claimed and not tested can be listed.
/// </summary>
public sealed partial class ThreatTests
{
    /// <summary>What the product claims to withstand.</summary>
    private static readonly string[] Claimed =
    [
        .. Ids("T-WH-", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18),
        .. Ids("T-HOST-", 1, 3, 4, 5, 6, 7, 8, 9),
        .. Ids("T-SL-", 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12),
        .. Ids("T-GIT-", 1, 2, 3, 4, 5, 6, 7, 10, 11),
        .. Ids("T-SSRF-", 1, 2, 3, 4, 5),
        .. Ids("T-YAML-", 1, 2, 3, 4, 5, 6, 7),
        .. Ids("T-PATH-", 1, 2),
        .. Ids("T-TPL-", 1, 2, 3, 4, 5, 6, 7, 8, 9),
        .. Ids("T-KUS-", 1, 2),
        .. Ids("T-RX-", 1),
        .. Ids("T-SEC-", 1, 2, 3, 4, 5, 9),
        .. Ids("T-PRJ-", 1, 2, 3, 6, 7, 8, 10, 11, 13),
        .. Ids("T-OUT-", 1, 2),
        "T-LOG",
        .. Ids("T-SUP-", 3, 5),
        .. Ids("A-", 40, 66, 71, 72, 73, 74, 75, 76, 77, 78, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 96, 97),
        .. Ids("I", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13),
        .. Ids("CP", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17),
    ];

    /// <summary>What is claimed and has no test that names it yet.</summary>
    private static readonly Dictionary<string, string> Untested = new(StringComparer.Ordinal);

    [Fact]
    public void What_is_claimed_has_a_test()
    {
        var tested = Checkout.Code("tests").Where(f => f.Lines.Any(l => l.Contains("[Fact", StringComparison.Ordinal) || l.Contains("[Theory", StringComparison.Ordinal)))
            .SelectMany(Comments).SelectMany(IdsOf).ToHashSet(StringComparer.Ordinal);

        Exceptions.Match(Claimed.Where(id => !tested.Contains(id)), Untested);
    }

    [Fact]
    public void What_the_code_names_is_claimed()
    {
        var named =
            from file in Checkout.Code("shared", "functions")
            from line in file.Lines.Where(l => l.Contains("//", StringComparison.Ordinal))
            from id in IdsOf(line)
            where !Claimed.Contains(id)
            select $"{file.Path}: {id}";

        Assert.Empty(named.Distinct());
    }

    [Fact]
    public void An_id_is_written_out()
    {
        var ranges =
            from file in Checkout.Code("tests")
            from line in Comments(file)
            where Range().IsMatch(line)
            select $"{file.Path}: {line.Trim()}";

        Assert.Empty(ranges);
    }

    private static IEnumerable<string> Ids(string family, params int[] numbers) => numbers.Select(n => $"{family}{n}");

    private static IEnumerable<string> Comments(TextFile file) => file.Lines.Where(l => l.TrimStart().StartsWith("///", StringComparison.Ordinal));

    private static IEnumerable<string> IdsOf(string line) => Id().Matches(line).Select(m => m.Value);

    [GeneratedRegex(@"\bT-[A-Z]+-[0-9]+\b|\bT-LOG\b|(?<![\w.-])(?:A-|I|CP)[0-9]{1,2}\b(?!-)")]
    private static partial Regex Id();

    [GeneratedRegex(@"\b(?:T-[A-Z]+|A)-[0-9]+(?: to |–|…|\.\.)")]
    private static partial Regex Range();
}
