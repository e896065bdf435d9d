using Plumbline.Core.Objects;
using Plumbline.Rendering.Helm.Charts;

namespace Plumbline.Rendering.Helm.Output;

/// <summary>What Helm reads of each document to sort it.</summary>
/// <param name="Kind">Empty where it has none.</param>
/// <param name="Annotations">Empty where it has none.</param>
internal sealed record ManifestHead(string Kind, IReadOnlyDictionary<string, string> Annotations)
{
    private const string MetadataType =
        "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }";

    private static readonly Dictionary<string, string> NoAnnotations = [];

    /// <summary>Reads the head of a document.</summary>
    /// <exception cref="Template.GoErrorException">The document is no map, or a field has the wrong type.</exception>
    public static ManifestHead Of(Node document, HelmVersion helm)
    {
        if (GoStruct.Of(document, "SimpleHead", helm == HelmVersion.V3 ? "releaseutil.SimpleHead" : "util.SimpleHead") is not { } head)
        {
            return new ManifestHead("", NoAnnotations);
        }

        _ = head.Text("apiVersion");
        var kind = head.Text("kind");
        if (head.Struct("metadata", "", MetadataType) is not { } metadata)
        {
            return new ManifestHead(kind, NoAnnotations);
        }

        _ = metadata.Text("name");
        return new ManifestHead(kind, metadata.TextMap("annotations") ?? NoAnnotations);
    }
}
