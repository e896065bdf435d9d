using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Rendering;

/// <summary>Whether a rendered object can be sent to an API server at all: nothing in its head can bend a request's path (threat T-PRJ-3).</summary>
internal static class TargetValidity
{
    public static bool Check(KubernetesObject target, List<Problem> problems)
    {
        var before = problems.Count;
        if (!ObjectNames.IsApiVersion(target.ApiVersion))
        {
            Add("apiVersion", "This is no API version.", "It is VERSION or GROUP/VERSION, such as apps/v1.");
        }

        if (!ObjectNames.IsKind(target.Kind))
        {
            Add("kind", "This is no kind.", "A kind is a word of letters and digits, such as Deployment.");
        }

        if (target.Metadata is not { } metadata)
        {
            Add("metadata", "The object has no metadata.", "Write metadata with a name.");
            return false;
        }

        CheckText(metadata, "name", ObjectNames.IsPathSegment, "This is no name of an object.", "It is a text of up to 253 characters without slashes, percent signs and spaces.");
        CheckText(metadata, "namespace", ObjectNames.IsLabel, "This is no name of a namespace.", ObjectNames.LabelRule);
        CheckTexts(metadata, "annotations");
        CheckTexts(metadata, "labels");
        return problems.Count == before;

        void CheckText(MapNode map, string key, Func<string, bool> isValid, string message, string hint)
        {
            // An empty text means what a missing one means.
            if (map[key] is { IsNull: false } node && !(node is ScalarNode { StringValue: { } text } && (text.Length == 0 || isValid(text))))
            {
                Add($"metadata.{key}", message, hint, node);
            }
        }

        void CheckTexts(MapNode map, string key)
        {
            switch (map[key])
            {
                case null or { IsNull: true }:
                    break;
                case MapNode texts:
                    foreach (var entry in texts)
                    {
                        if (entry.Value.Kind is not NodeKind.String)
                        {
                            Add($"metadata.{key}[{(entry.Key.Length > 100 ? entry.Key[..100] : entry.Key)}]", "The value is not a text.", "Put it in quotes.", entry.Value);
                        }
                    }

                    break;
                case { } other:
                    Add($"metadata.{key}", "A map of texts is expected here.", null, other);
                    break;
            }
        }

        void Add(string field, string message, string? hint, Node? node = null) => problems.Add(new Problem(ProblemCode.ObjectInvalid, message)
        {
            File = target.Origin?.File,
            Position = node is { Position.IsKnown: true } ? node.Position : target.Origin?.Position ?? default,
            Field = field,
            Hint = hint,
        });
    }
}
