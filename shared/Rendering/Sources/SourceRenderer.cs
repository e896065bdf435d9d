using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Directories;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Sources;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Sources;

/// <summary>Renders all sources of an Application and puts their objects together (SRC-3). Keep one instance: engines keep parsed files. Safe for concurrent use.</summary>
public sealed class SourceRenderer : ISourceRenderer
{
    private readonly Dictionary<SourceType, ISourceEngine> _engines;

    /// <summary>A renderer with all engines.</summary>
    /// <param name="clock">For time limits, and for charts that ask for the time.</param>
    /// <param name="limits">Size of Directory sources.</param>
    public SourceRenderer(TimeProvider clock, DirectoryLimits limits)
        : this(clock, new RenderingOptions { DirectoryLimits = limits })
    {
    }

    /// <summary>A renderer with all engines.</summary>
    /// <param name="clock">For time limits, and for charts that ask for the time.</param>
    /// <param name="options">What the operator set.</param>
    public SourceRenderer(TimeProvider clock, RenderingOptions options)
        : this(clock, options, new HelmTemplate(clock))
    {
    }

    private SourceRenderer(TimeProvider clock, RenderingOptions options, HelmTemplate helm)
        : this([new DirectoryEngine(new DirectoryRender(options.DirectoryLimits)), new HelmEngine(new HelmSourceRenderer(helm), clock), new KustomizeEngine(new KustomizeCache(), helm, new ChartArchives(), options)])
    {
    }

    internal SourceRenderer(IEnumerable<ISourceEngine> engines) => _engines = engines.ToDictionary(e => e.Type);

    /// <inheritdoc/>
    public RenderOutput Render(RenderInput input, CancellationToken token)
    {
        if (input.Sources.Count != input.Application.Sources.Count)
        {
            throw new ArgumentException("Each source of the Application needs its files.", nameof(input));
        }

        var objects = new List<KubernetesObject>();
        var problems = new List<Problem>();
        var wanted = new List<OutsidePart>();
        var recorders = input.Sources.Select(s => new RecordingSourceTree(s.Tree)).ToArray();
        var kinds = new (SourceType? Type, int Count)[recorders.Length];
        for (var i = 0; i < recorders.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            var found = new List<Problem>();
            kinds[i] = RenderSource(input, i, recorders, objects, found, wanted, token);
            problems.AddRange(found.Select(p => Placed(p, input.Application.Sources[i], input.Application.HasMultipleSources)));
        }

        var failed = problems.Exists(p => p.Severity == ProblemSeverity.Error);
        var sources = kinds.Select((k, i) => new RenderedSource(k.Type, recorders[i].Reads, k.Count)).ToList();
        return new RenderOutput(failed ? [] : objects, sources, problems) { Wanted = wanted };
    }

    private (SourceType? Type, int Count) RenderSource(
        RenderInput input, int index, RecordingSourceTree[] recorders, List<KubernetesObject> objects, List<Problem> problems, List<OutsidePart> wanted, CancellationToken token)
    {
        var source = input.Application.Sources[index];
        if (source.IsReferenceOnly)
        {
            return (null, 0);
        }

        if (FindFolder(source, recorders[index], problems) is not { } folder)
        {
            return (null, 0);
        }

        if (InRepositoryOverrides.Apply(input, index, recorders[index], folder, problems) is not { } effective)
        {
            return (null, 0);
        }

        (input, source) = (effective, effective.Application.Sources[index]);
        var type = SourceTypeChoice.Of(source, recorders[index], folder);
        if (!_engines.TryGetValue(type, out var engine))
        {
            problems.Add(Unsupported(source, type));
            return (type, 0);
        }

        var output = engine.Render(new EngineInput(input, index, folder), token);
        foreach (var (of, reads) in output.Reads)
        {
            recorders[of].Include(reads);
        }

        problems.AddRange(output.Problems);
        wanted.AddRange(output.Wanted);
        objects.AddRange(output.Objects);
        return (type, output.Objects.Count);
    }

    private static RepoPath? FindFolder(ApplicationSource source, RecordingSourceTree tree, List<Problem> problems)
    {
        if (source.Chart.Length > 0)
        {
            // The tree of a chart source is the unpacked chart.
            return RepoPath.Root;
        }

        if (!RepoPath.TryParse(source.Path, out var folder, out var reason))
        {
            problems.Add(new Problem(ProblemCode.PathInvalid, $"The path is not usable: {reason}.") { Field = $"{source.Field}.path", Position = source.Raw["path"]?.Position ?? default });
            return null;
        }

        var entry = tree.Find(folder);
        if (entry?.Kind == SourceEntryKind.Folder)
        {
            return folder;
        }

        var what = entry?.Kind switch
        {
            null => "is not in the repository at this revision",
            SourceEntryKind.Submodule => "is a submodule; submodules are not read",
            SourceEntryKind.Link => "is a link; name the folder itself",
            _ => "is a file, not a folder",
        };
        problems.Add(new Problem(ProblemCode.PathNotFound, $"The path {what}.") { Field = $"{source.Field}.path", Position = source.Raw["path"]?.Position ?? default });
        return null;
    }

    private static Problem Unsupported(ApplicationSource source, SourceType type) => type == SourceType.Plugin
        ? new Problem(ProblemCode.SourceUnsupported, "Plugins are not run.") { Field = $"{source.Field}.plugin", Hint = "Commit the rendered manifests, or use Kustomize or Helm." }
        : new Problem(ProblemCode.SourceUnsupported, $"{type} sources are not supported.") { Field = source.Field };

    // Engines name fields below the source; files of several sources need to be told apart.
    private static Problem Placed(Problem problem, ApplicationSource source, bool several) =>
        problem.Field is { } field && problem.File is null && !field.StartsWith("spec.", StringComparison.Ordinal) ? problem with { Field = $"{source.Field}.{field}" }
        : several && problem.File is not null ? problem with { Message = $"{problem.Message} (in {source.Field})" }
        : problem;
}
