using System.Buffers;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Yaml;

/// <summary>Whether texts are YAML for Go's reader, in its words.</summary>
internal static class GoSyntax
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => c is < ' ' and not ('\t' or '\n' or '\r') or (>= '\u007F' and not '\u0085')), '\uFFFE', '\uFFFF']);

    // Only version 2 of the reader takes a byte order mark within a text.
    private static readonly SearchValues<char> ForbiddenInManifests = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => c is < ' ' and not ('\t' or '\n' or '\r') or (>= '\u007F' and not '\u0085')), '\uFEFF', '\uFFFE', '\uFFFF']);

    /// <summary>Checks the first document of a manifest's part, and says at which index it ends.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    public static int CheckManifest(string text) => Check(text, lookAhead: 2);

    /// <summary>Checks the first document of a text that configures a build, and says at which index it ends.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    public static int CheckConfiguration(string text) => Check(text, lookAhead: 0);

    /// <summary>The first document of a text that configures a build.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    /// <exception cref="ProblemException">It is over a budget, or has no meaning.</exception>
    public static Node ReadConfiguration(string text, string? file, YamlReadOptions options) => Read(text, file, options, lookAhead: 0);

    /// <summary>The first document of a manifest's part.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    /// <exception cref="ProblemException">It is over a budget, or has no meaning.</exception>
    public static Node ReadManifest(string text, string? file, YamlReadOptions options) => Read(text, file, options, lookAhead: 2);

    private static Node Read(string text, string? file, YamlReadOptions options, int lookAhead)
    {
        CheckCharacters(text, lookAhead);
        var tree = new YamlTree(file, options);
        var document = new DocumentChecker(new TokenScanner(text, lookAhead), tree);
        try
        {
            return tree.Build(document.Advance);
        }
        catch (ProblemException e) when (e.Problems[0].Code != ProblemCode.YamlBudget)
        {
            // The original looks at the syntax of all of it first, and only then at what it means.
            Check(text, lookAhead);
            throw;
        }
    }

    private static int Check(string text, int lookAhead)
    {
        CheckCharacters(text, lookAhead);
        return new DocumentChecker(new TokenScanner(text, lookAhead)).Check();
    }

    private static void CheckCharacters(string text, int lookAhead)
    {
        if (text.AsSpan().ContainsAny(lookAhead > 0 ? ForbiddenInManifests : Forbidden))
        {
            throw new SyntaxFault("control characters are not allowed", default, default, isOfScanner: false);
        }
    }
}
