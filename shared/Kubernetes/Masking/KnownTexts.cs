using System.Runtime.InteropServices;

namespace Plumbline.Kubernetes.Masking;

/// <summary>
/// Finds many texts in one pass over another, however many they are: a chart may look up all Secrets of a cluster, and every text of a plan is looked through. Overlapping
/// finds are one, so that of none a rest is left.
/// </summary>
internal sealed class KnownTexts
{
    /// <summary>Least length of a text; shorter ones are not looked for.</summary>
    public const int Shortest = 8;

    private readonly Dictionary<UInt128, string[]> _byHead;

    /// <summary>Knows texts.</summary>
    public KnownTexts(IEnumerable<string> texts) => _byHead = texts.Where(t => t.Length >= Shortest).Distinct(StringComparer.Ordinal)
        .GroupBy(t => Head(t)).ToDictionary(g => g.Key, g => g.OrderByDescending(t => t.Length).ToArray());

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _byHead.Count == 0;

    /// <summary>The text with <paramref name="mask"/> for each known one; itself where none is found.</summary>
    public string Replace(string text, string mask)
    {
        List<(int Start, int End)>? found = null;
        for (var at = 0; at + Shortest <= text.Length; at++)
        {
            var length = LengthAt(text.AsSpan(at));
            if (length == 0)
            {
                continue;
            }

            found ??= [];
            if (found.Count > 0 && found[^1].End >= at)
            {
                found[^1] = (found[^1].Start, Math.Max(found[^1].End, at + length));
            }
            else
            {
                found.Add((at, at + length));
            }
        }

        return found is null ? text : Masked(text, found, mask);
    }

    private static string Masked(string text, List<(int Start, int End)> found, string mask)
    {
        var masked = new System.Text.StringBuilder(text.Length);
        var at = 0;
        foreach (var (start, end) in found)
        {
            masked.Append(text, at, start - at).Append(mask);
            at = end;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>Length of the longest known text that begins here; 0 for none.</summary>
    private int LengthAt(ReadOnlySpan<char> text)
    {
        if (_byHead.TryGetValue(Head(text), out var known))
        {
            foreach (var one in known)
            {
                if (text.StartsWith(one, StringComparison.Ordinal))
                {
                    return one.Length;
                }
            }
        }

        return 0;
    }

    private static UInt128 Head(ReadOnlySpan<char> text) => MemoryMarshal.Read<UInt128>(MemoryMarshal.AsBytes(text[..Shortest]));
}
