using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Sources;

/// <summary>What the operator may set about rendering. Validated at start.</summary>
public sealed record RenderingOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Plumbline:Rendering";

    private static readonly string[] Helm = ["--enable-helm", "--enable-helm=true"];
    private static readonly string[] NoHelm = ["--enable-helm=false"];
    private static readonly string[] Unrestricted = ["--load-restrictor=LoadRestrictionsNone", "--load-restrictor=none"];
    private static readonly string[] Restricted = ["--load-restrictor=LoadRestrictionsRootOnly", "--load-restrictor=rootOnly"];

    /// <summary>
    /// Flags of <c>kustomize build</c> for every Kustomize source of the instance, as Argo CD's <c>kustomize.buildOptions</c> (SRC-18):
    /// <c>--enable-helm</c>, <c>--load-restrictor VALUE</c>. Default: none, so that <c>helmCharts</c> are refused.
    /// </summary>
    public string KustomizeBuildOptions { get; init; } = "";

    /// <summary>Size of Directory sources.</summary>
    public DirectoryLimits DirectoryLimits { get; init; } = DirectoryLimits.Default;

    /// <summary>Whether <c>helmCharts</c> are inflated.</summary>
    internal bool EnableHelm => Flags().LastOrDefault(f => Helm.Concat(NoHelm).Contains(f, StringComparer.Ordinal)) is { } last && Helm.Contains(last, StringComparer.Ordinal);

    /// <summary>Which files a kustomization may read.</summary>
    internal LoadRestriction LoadRestriction => Flags().Any(f => Unrestricted.Contains(f, StringComparer.Ordinal)) ? LoadRestriction.None : LoadRestriction.RootOnly;

    /// <summary>What is wrong with these settings, as sentences; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate() =>
        [.. Flags().Where(f => !Helm.Concat(NoHelm).Concat(Unrestricted).Concat(Restricted).Contains(f, StringComparer.Ordinal)).Select(f =>
            $"KustomizeBuildOptions: '{f}' is not supported; --enable-helm and --load-restrictor are.")];

    // "--load-restrictor X" and "--load-restrictor=X" are the same.
    private List<string> Flags()
    {
        var flags = new List<string>();
        foreach (var word in KustomizeBuildOptions.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (flags.Count > 0 && flags[^1] == "--load-restrictor")
            {
                flags[^1] = $"{flags[^1]}={word}";
            }
            else
            {
                flags.Add(word);
            }
        }

        return flags;
    }
}
