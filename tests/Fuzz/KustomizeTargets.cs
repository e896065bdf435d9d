using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Fuzz;

/// <summary>The YAML reader and whole kustomizations.</summary>
public static class KustomizeTargets
{
    /// <summary>Reads documents, prints them, and reads what was printed: the second reading gives the first one's objects.</summary>
    public static FuzzTarget Yaml { get; } = new("yaml", TimeSpan.FromSeconds(5), ReadPrintRead);

    /// <summary>Builds a source tree given as one text: lines <c>### PATH</c> start a file.</summary>
    public static FuzzTarget Kustomization { get; } = new("kustomization", TimeSpan.FromSeconds(10), Build);

    private static void ReadPrintRead(byte[] input)
    {
        IReadOnlyList<Node> documents;
        try
        {
            documents = YamlReader.ReadAll(input, "input.yaml", YamlReadOptions.Default);
        }
        catch (ProblemException)
        {
            return;
        }

        foreach (var document in documents)
        {
            string text;
            try
            {
                text = YamlWriter.ToText(document);
            }
            catch (ProblemException)
            {
                continue;
            }

            var again = YamlReader.ReadOne(text, null, YamlReadOptions.Default);
            if (YamlWriter.ToText(again) != text)
            {
                throw new InvalidOperationException("What was printed reads as something else:\n" + text);
            }
        }
    }

    private static void Build(byte[] input)
    {
        var result = KustomizeBuild.Run(TextTree.Read(input, "kustomization.yaml"), RepoPath.Root, KustomizeOptions.Default, CancellationToken.None);
        if (result.Succeeded == (result.Problems.Count > 0))
        {
            throw new InvalidOperationException("A build gives objects or problems, never both and never neither.");
        }
    }
}
