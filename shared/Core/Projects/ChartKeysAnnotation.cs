using Plumbline.Core.Control;
using Plumbline.Core.Fields;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Projects;

/// <summary>Reads which keys a project trusts to sign charts.</summary>
internal static class ChartKeysAnnotation
{
    public const string Name = "plumbline.dev/chart-keys";
    private const string Path = "metadata.annotations";

    /// <summary>The references; empty where the annotation is not written.</summary>
    public static IReadOnlyList<string> Read(MapNode? annotations, SpecProblems problems)
    {
        if (annotations is null || !annotations.Has(Name))
        {
            return [];
        }

        string[] keys = [.. annotations.TextOrEmpty(Name).Split([' ', ',', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        if (keys.Length == 0)
        {
            // An empty list must not mean "anybody" by accident.
            problems.Invalid(annotations, Name, Path, "The list of keys is empty.", "Name a key, or remove the annotation to ask for no signature.");
        }
        else if (!Array.TrueForAll(keys, SecretReference.IsReference))
        {
            problems.Invalid(annotations, Name, Path, "A key is named by a reference.", "Write env:NAME, file:PATH or keyvault:NAME.");
        }

        return keys;
    }
}
