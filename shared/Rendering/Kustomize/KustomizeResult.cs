using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Kustomize;

/// <summary>What a build gave: objects, or problems. Never both.</summary>
public sealed class KustomizeResult
{
    private string? _yaml;

    /// <summary>The objects in the order in which they are printed; empty when the build failed. They are shared with the cache: clone before changing.</summary>
    public IReadOnlyList<MapNode> Objects { get; init; } = [];

    /// <summary>What <c>kustomize</c> would warn of, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why the build failed; empty when it did not.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>kustomize's own message of the failure; null when the build did not fail.</summary>
    public string? Error { get; init; }

    /// <summary>What the build looked at.</summary>
    public ReadSet Reads { get; init; } = ReadSet.Empty;

    /// <summary>Whether there are objects to use.</summary>
    public bool Succeeded => Error is null;

    /// <summary>The text <c>kustomize build</c> prints; empty when the build failed or holds no objects. Made once.</summary>
    public string ToYaml()
    {
        if (_yaml is null)
        {
            var text = new StringBuilder(Objects.Count * 512);
            YamlWriter.WriteAll(Objects, text, YamlWriterOptions.Default);
            _yaml = text.ToString();
        }

        return _yaml;
    }
}
