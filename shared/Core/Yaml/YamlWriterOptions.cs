namespace Plumbline.Core.Yaml;

/// <summary>How <see cref="YamlWriter"/> lays a text out.</summary>
public sealed record YamlWriterOptions
{
    /// <summary>As <c>kubectl</c> and <c>kustomize</c> print: sorted keys, dashes at the key's column, folding past column 80.</summary>
    public static YamlWriterOptions Default { get; } = new();

    /// <summary>As Helm's <c>toYamlPretty</c> prints: dashes indented below their key, nothing folded, tabs kept in blocks.</summary>
    public static YamlWriterOptions Pretty { get; } = new() { IndentSequences = true, Width = 0, TabsInBlocks = true, NumbersAsWritten = true };

    /// <summary>Whether the dashes of a list are indented below its key. Default: no.</summary>
    public bool IndentSequences { get; init; }

    /// <summary>Column past which one-line texts are folded at their next single space; 0 folds never. Default 80.</summary>
    public int Width { get; init; } = 80;

    /// <summary>Whether floating point numbers stand as their <see cref="Objects.ScalarNode.Text"/> says; otherwise as JSON has them. Default: no.</summary>
    public bool NumbersAsWritten { get; init; }

    /// <summary>Whether keys are brought into natural order (<see cref="NaturalKeyOrder"/>); otherwise they keep their own. Default: yes.</summary>
    public bool SortKeys { get; init; } = true;

    /// <summary>Whether a text of several lines may hold tabs and still be a block (YAML library 3); otherwise it is quoted. Default: no.</summary>
    public bool TabsInBlocks { get; init; }
}
