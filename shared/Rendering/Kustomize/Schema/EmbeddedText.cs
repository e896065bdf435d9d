namespace Plumbline.Rendering.Kustomize.Schema;

/// <summary>The tables that come with the engine.</summary>
internal static class EmbeddedText
{
    /// <summary>The lines of a table without comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream($"Kustomize.{name}")
            ?? throw new InvalidOperationException($"the table {name} is missing");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
