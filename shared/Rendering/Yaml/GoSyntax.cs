namespace Plumbline.Rendering.Yaml;

/// <summary>Whether texts are YAML for Go's reader, in its words.</summary>
internal static class GoSyntax
{
    /// <summary>Checks the first document of a manifest's part, and says at which index it ends.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    public static int CheckManifest(string text) => Check(text, lookAhead: 2);

    /// <summary>Checks the first document of a text that configures a build, and says at which index it ends.</summary>
    /// <exception cref="SyntaxFault">It is not YAML.</exception>
    public static int CheckConfiguration(string text) => Check(text, lookAhead: 0);

    private static int Check(string text, int lookAhead)
    {
        foreach (var c in text.AsSpan())
        {
            if (c is < ' ' and not ('\t' or '\n' or '\r') || c is '\u007F' or (>= '\u0080' and <= '\u009F' and not '\u0085') or '\uFEFF' or '\uFFFE' or '\uFFFF')
            {
                throw new SyntaxFault("control characters are not allowed", default, default, isOfScanner: false);
            }
        }

        return new DocumentChecker(new TokenScanner(text, lookAhead)).Check();
    }
}
