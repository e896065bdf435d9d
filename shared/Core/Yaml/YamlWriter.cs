using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Yaml;

/// <summary>
/// The one YAML writer. Its default form is, byte for byte, what <c>kubectl</c>, <c>kustomize</c> and Helm's <c>toYaml</c> print:
/// the object goes to JSON and from there to YAML, so comments, styles and number spellings of the source are gone.
/// </summary>
public static class YamlWriter
{
    /// <summary>Deepest nesting that is written.</summary>
    public const int MaxDepth = 1000;

    /// <summary>The document for <paramref name="node"/>, ending in a line break.</summary>
    /// <exception cref="ProblemException">A number is infinite or not a number, or the tree is nested more than <see cref="MaxDepth"/> levels deep.</exception>
    public static string ToText(Node node) => ToText(node, YamlWriterOptions.Default);

    /// <summary>The document for <paramref name="node"/> in the form of <paramref name="options"/>, ending in a line break.</summary>
    /// <exception cref="ProblemException">A number is infinite or not a number, or the tree is nested more than <see cref="MaxDepth"/> levels deep.</exception>
    public static string ToText(Node node, YamlWriterOptions options)
    {
        var text = new StringBuilder(1024);
        Write(node, text, options);
        return text.ToString();
    }

    /// <summary>Appends the document for <paramref name="node"/> to <paramref name="target"/>, without a <c>---</c> before it.</summary>
    /// <exception cref="ProblemException">A number is infinite or not a number, or the tree is nested more than <see cref="MaxDepth"/> levels deep.</exception>
    public static void Write(Node node, StringBuilder target, YamlWriterOptions options) => new YamlEmitter(target, options).Document(node);

    /// <summary>Appends all documents, with <c>---</c> between them: none before the first, none after the last.</summary>
    /// <exception cref="ProblemException">As for <see cref="ToText(Node)"/>.</exception>
    public static void WriteAll(IEnumerable<Node> documents, StringBuilder target, YamlWriterOptions options)
    {
        var emitter = new YamlEmitter(target, options);
        var first = true;
        foreach (var document in documents)
        {
            if (!first)
            {
                target.Append("---\n");
            }

            first = false;
            emitter.Document(document);
        }
    }
}
