using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Helm.Output;

/// <summary>Collects the objects of a render; lists are taken apart, documents without content are passed over.</summary>
/// <param name="sourceOf">The source file behind a path of the output; null when there is none.</param>
internal sealed class RenderedObjects(Func<string, string?> sourceOf)
{
    private static readonly YamlReadOptions Options = new() { DuplicateKeys = DuplicateKeys.LastWins };

    private readonly List<KubernetesObject> _objects = [];
    private readonly List<Problem> _problems = [];

    /// <summary>The objects in the order they were added.</summary>
    public IReadOnlyList<KubernetesObject> Objects => _objects;

    /// <summary>What is no object.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Adds all documents of a file that is not rendered.</summary>
    public void AddFile(string path, string text)
    {
        try
        {
            foreach (var document in YamlReader.ReadAll(text, sourceOf(path) ?? path, Options))
            {
                Add(path, document);
            }
        }
        catch (ProblemException e)
        {
            _problems.AddRange(e.Problems);
        }
    }

    /// <summary>Adds a document.</summary>
    public void Add(string path, Node document)
    {
        if (document.IsNull || document is MapNode { Count: 0 })
        {
            return;
        }

        // Positions are those of the output, which a user does not see; the file is what can be opened.
        var origin = new ObjectOrigin(sourceOf(path) ?? path, SourcePosition.None);
        if (document is MapNode { } map && map["items"] is ListNode items && (map["kind"] as ScalarNode)?.StringValue?.EndsWith("List", StringComparison.Ordinal) == true)
        {
            foreach (var item in items)
            {
                Add(path, item);
            }
        }
        else if (KubernetesObject.TryWrap(document, origin) is { } wrapped)
        {
            _objects.Add(wrapped);
        }
        else
        {
            _problems.Add(new Problem(ProblemCode.ObjectInvalid, "The document is no Kubernetes object: apiVersion, kind and metadata are needed.")
            {
                File = origin.File,
                Severity = ProblemSeverity.Warning,
            });
        }
    }
}
