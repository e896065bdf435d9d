using System.Text;

namespace Plumbline.Core.Tests.Yaml;

/// <summary>Texts that have ended, stalled or fooled readers of YAML, made anew.</summary>
internal static class HostileYaml
{
    /// <summary>Nine lists of nine names of the list before: some hundred bytes that mean hundreds of millions of values.</summary>
    public static string Aliases => "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));

    /// <summary>The same by merge keys.</summary>
    public static string Merges => "a0: &a0 {x: 1}\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i}\n  <<: [*a{i - 1}, *a{i - 1}]\n  l{i}: *a{i - 1}\n  r{i}: *a{i - 1}\n"));

    /// <summary>Nesting of <paramref name="levels"/> levels.</summary>
    public static string Nested(string unit, int levels) => string.Concat(Enumerable.Repeat(unit, levels));

    /// <summary>Nesting by indentation, a level a line.</summary>
    public static string Indented(int levels) => string.Concat(Enumerable.Range(0, levels).Select(i => new string(' ', i) + "a:\n"));

    /// <summary>Bytes of a text in another encoding.</summary>
    public static byte[] In(Encoding encoding, string text, bool mark) => mark ? [.. encoding.GetPreamble(), .. encoding.GetBytes(text)] : encoding.GetBytes(text);
}
