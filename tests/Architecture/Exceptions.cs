namespace Plumbline.Architecture;

/// <summary>A list of known exceptions to a rule: it can only shrink, since one that is no longer needed fails the test too.</summary>
public static class Exceptions
{
    /// <summary>Fails unless what breaks the rule is exactly what is listed.</summary>
    /// <param name="found">What breaks the rule today.</param>
    /// <param name="listed">What may, each with its reason.</param>
    public static void Match(IEnumerable<string> found, IReadOnlyDictionary<string, string> listed)
    {
        var broken = found.Distinct().Order(StringComparer.Ordinal).ToList();
        var unlisted = broken.Where(b => !listed.ContainsKey(b));
        var mended = listed.Keys.Where(k => !broken.Contains(k)).Select(k => k + " keeps the rule now: take it off the list");

        Assert.Empty(unlisted.Concat(mended));
    }
}
