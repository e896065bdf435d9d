namespace Plumbline.Rendering.Kustomize;

/// <summary>Which files a kustomization may read.</summary>
public enum LoadRestriction
{
    /// <summary>Files in or below its own folder; other kustomizations may lie anywhere in the tree.</summary>
    RootOnly,

    /// <summary>Any file of the tree.</summary>
    None,
}

/// <summary>How objects are ordered where the kustomization has no <c>sortOptions</c>.</summary>
public enum Reordering
{
    /// <summary>Not said: as <see cref="Legacy"/>.</summary>
    Unspecified,

    /// <summary>By kind, what others need first.</summary>
    Legacy,

    /// <summary>As listed.</summary>
    None,
}

/// <summary>The switches of a build: the flags of <c>kustomize build</c>, the application's overrides, and budgets.</summary>
public sealed record KustomizeOptions
{
    /// <summary>All defaults.</summary>
    public static KustomizeOptions Default { get; } = new();

    /// <summary><c>--load-restrictor</c>. Default: root only.</summary>
    public LoadRestriction LoadRestriction { get; init; }

    /// <summary><c>--reorder</c>. Default: not said.</summary>
    public Reordering Reorder { get; init; }

    /// <summary><c>--enable-helm</c>: whether <c>helmCharts</c> may be inflated. Default: no.</summary>
    public bool EnableHelm { get; init; }

    /// <summary><c>--enable-managedby-label</c>. Default: no.</summary>
    public bool ManagedByLabel { get; init; }

    /// <summary><c>--env</c> and the build environment (SRC-24): values for keys of env files that name none, and for annotations with substitution. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the application sets on top of its kustomization. Default: nothing.</summary>
    public KustomizeOverrides? Overrides { get; init; }

    /// <summary>Fetches remote bases; null refuses them by name. Default: null.</summary>
    public IRemoteBases? RemoteBases { get; init; }

    /// <summary>Inflates charts; null refuses them by name. Default: null.</summary>
    public IChartInflator? Charts { get; init; }

    /// <summary>Keeps parsed files and results between builds; null keeps nothing. Default: null.</summary>
    public KustomizeCache? Cache { get; init; }

    /// <summary>Most kustomizations one build may visit, repeats counted (threat T-KUS-1). Default 2,000.</summary>
    public int MaxVisits { get; init; } = 2_000;

    /// <summary>Most objects one build may hold. Default 50,000.</summary>
    public int MaxObjects { get; init; } = 50_000;

    /// <summary>Deepest chain of kustomizations. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;
}
