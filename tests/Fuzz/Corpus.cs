namespace Plumbline.Fuzz;

/// <summary>The kept inputs of a target, and seeded mutations of them.</summary>
public static class Corpus
{
    // What readers give a meaning to.
    private static readonly byte[] Syntax = [.. ":-{}[]\"'&*!|>#%@,? \n\t$<~0"u8];

    /// <summary>The inputs kept for <paramref name="target"/>, in order of their names.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(FuzzTarget target)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "corpus", target.Name);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))]
            : [];
    }

    /// <summary>A few changes to <paramref name="input"/>: bytes turned, runs taken out, doubled, or taken from <paramref name="other"/>.</summary>
    public static byte[] Mutate(byte[] input, byte[] other, Random random)
    {
        var bytes = new List<byte>(input);
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = random.Next(1, 24);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = Syntax[random.Next(Syntax.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(length, bytes.Count - at)));
                    break;
                case 4 when other.Length > 0:
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + length)]);
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }
}
