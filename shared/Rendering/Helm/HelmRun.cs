using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Core.Versions;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Objects;
using Plumbline.Rendering.Helm.Output;
using Plumbline.Rendering.Helm.Schema;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm;

/// <summary>One run of <see cref="HelmTemplate"/>, step by step in Helm's order, which decides the error a user sees.</summary>
internal sealed class HelmRun(
    HelmRequest request, RecordingSourceTree tree, HelmParts parts, List<string> warnings, TimeProvider clock, CancellationToken token)
{
    private readonly ValueTables _tables = new(warnings, request.Version);
    private readonly TemplateContext _context = new(new TemplateLimits(), clock, token)
    {
        Told = request.Moment?.Now,
        Keys = request.Moment is null ? null : parts.Keys,
        Parts = request.Parts is { } fetched ? new FetchedParts(fetched) : null,
        LooksUp = request.LooksUp,
    };

    private string _rootName = "";

    /// <summary>The problem code of the step that is being done.</summary>
    public string Stage { get; private set; } = HelmProblem.ReleaseInvalid;

    /// <summary>What was asked for and is not known yet.</summary>
    public IReadOnlyList<OutsidePart> Wanted => _context.Parts?.Wanted ?? [];

    /// <summary>Renders.</summary>
    /// <exception cref="GoErrorException">A step fails; the message is worded as Helm's.</exception>
    /// <exception cref="TemplateException">A template fails.</exception>
    public HelmResult Render()
    {
        var kubernetes = KubeVersion();
        var name = ReleaseName();
        Stage = HelmProblem.ValuesInvalid;
        var given = Given();
        Stage = HelmProblem.ChartInvalid;
        var loaded = parts.Charts.Get(tree, request.Chart, request.Version);
        tree.Include(loaded.Reads);
        CheckInstallable(loaded.Chart);
        Stage = HelmProblem.ReleaseInvalid;
        CheckName(name);
        Stage = HelmProblem.ValuesInvalid;
        var root = ReleaseChart.Root(loaded.Chart);
        _rootName = root.Name;
        Choose(root, given);
        var values = new ChartValues(_tables).Of(root, given);
        if (!request.SkipSchemaValidation)
        {
            Stage = HelmProblem.SchemaViolated;
            ValuesSchema.Check(root, values, _context);
        }

        Stage = HelmProblem.ReleaseInvalid;
        CheckKubeVersion(loaded.Chart.Metadata.KubeVersion, kubernetes);
        Stage = HelmProblem.TemplateFailed;
        var capabilities = new CapabilitiesObject(kubernetes, ApiVersions(), request.Version);
        var scopes = ReleaseScopes.Of(root, values, Release(name), capabilities, request.Version, path => tree.Find(path));
        return Written(root, Execute(name, loaded.Templates(root), scopes));
    }

    /// <summary>The user's values as YAML.</summary>
    /// <exception cref="GoErrorException">A file or setting is malformed.</exception>
    public string Values()
    {
        var toYaml = FunctionTables.Helm.Find("toYaml") ?? throw new InvalidOperationException("toYaml is missing");
        return (string)toYaml.Body(_context, [Given()])! + "\n";
    }

    /// <summary>The file in the source tree that a template's name stands for; null when it is unknown.</summary>
    public string? SourceOf(string template)
    {
        var slash = template.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || template[..slash] != _rootName ? null : request.Chart.Child(template[(slash + 1)..]).Value;
    }

    /// <summary>The file a failure is about, where its message names one.</summary>
    public string? FileOf(GoErrorException error)
    {
        const string mark = "YAML parse error on ";
        return Stage == HelmProblem.ManifestInvalid && error.Message.StartsWith(mark, StringComparison.Ordinal)
            ? SourceOf(error.Message[mark.Length..].Split(": ", 2)[0])
            : request.Chart.IsRoot ? null : request.Chart.Value;
    }

    private KubernetesVersion KubeVersion() => request.KubeVersion.Length == 0 ? KubernetesVersion.Default(request.Version)
        : KubernetesVersion.TryParse(request.KubeVersion, out var version, out var error) ? version.For(request.Version)
        : throw new GoErrorException($"invalid kube version '{request.KubeVersion}': {error}");

    private string ReleaseName()
    {
        if (request.NameTemplate.Length == 0)
        {
            return request.ReleaseName;
        }

        var set = new TemplateSet(FunctionTables.Helm, MissingKey.Invalid);
        set.Parse("name-template", request.NameTemplate);
        Draw(request.ReleaseName, "name-template");
        return set.Execute("name-template", null, _context);
    }

    private GoMap Given()
    {
        GoMap? values = null;
        foreach (var file in request.ValueFiles)
        {
            try
            {
                var read = ValuesText.Read(file.Bytes.Span, file.Name, request.Version);
                values = values is null ? read : GoValues.Overlay(values, read);
            }
            catch (GoErrorException e)
            {
                throw new GoErrorException($"failed to parse {file.Name}: {e.Message}", e);
            }
        }

        return ValueSources.Apply(values ?? new GoMap(), request.Settings, ReadSettingFile, request.Version);
    }

    private string ReadSettingFile(string path) => request.ReadFile?.Invoke(path) is { } bytes
        ? GoText.FromBytes(bytes.Span)
        : throw new GoErrorException($"open {path}: no such file or directory");

    private void CheckInstallable(Chart chart)
    {
        if (chart.Metadata.Type is not ("" or "application"))
        {
            throw new GoErrorException($"{chart.Metadata.Type} charts are not installable");
        }

        if (chart.Metadata.Deprecated)
        {
            warnings.Add("this chart is deprecated");
        }

        var missing = (chart.Metadata.Dependencies ?? []).Select(d => d.Name)
            .Where(n => !chart.Dependencies.Any(d => d.Metadata.Name == n)).ToList();
        if (missing.Count > 0)
        {
            Stage = HelmProblem.DependencyMissing;
            throw new GoErrorException(
                (request.Version == HelmVersion.V3
                    ? "An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: "
                    : "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: ")
                + $"found in Chart.yaml, but missing in charts/ directory: {string.Join(", ", missing)}");
        }
    }

    private void Choose(ReleaseChart root, GoMap given)
    {
        try
        {
            new DependencyChoice(_tables, request.Version).Apply(root, given);
        }
        catch (GoErrorException e) when (request.Version == HelmVersion.V4)
        {
            throw new GoErrorException($"chart dependencies processing failed: {e.Message}", e);
        }
    }

    private void CheckName(string name)
    {
        const string pattern = @"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
        if (name.Length == 0)
        {
            throw new GoErrorException($"{NameCheck}release name \"\": no name provided");
        }

        if (name.Length > 53 || !name.Split('.').All(IsLabel))
        {
            throw new GoErrorException(
                $"{NameCheck}release name {GoStrconv.Quote(name)}: invalid release name, must match regex {pattern} and the length must not be longer than 53");
        }
    }

    private string NameCheck => request.Version == HelmVersion.V3 ? "" : "release name check failed: ";

    private static bool IsLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static void CheckKubeVersion(string range, KubernetesVersion kubernetes)
    {
        if (range.Length > 0 && !(VersionConstraint.TryParse(range, out var constraint, out _) &&
            SemanticVersion.TryParse(kubernetes.Normal, out var version, out _) && constraint.Check(version)))
        {
            throw new GoErrorException($"chart requires kubeVersion: {range} which is incompatible with Kubernetes {kubernetes.Version}");
        }
    }

    private IReadOnlyList<string> ApiVersions() =>
        request.ApiVersions.Count == 0 ? DefaultApiVersions.Of(request.Version) : [.. DefaultApiVersions.Of(request.Version), .. request.ApiVersions];

    private GoMap Release(string name) => new(6)
    {
        ["Name"] = name,
        ["Namespace"] = request.Namespace,
        ["IsUpgrade"] = request.IsUpgrade,
        ["IsInstall"] = !request.IsUpgrade,
        ["Revision"] = (nint)1,
        ["Service"] = "Helm",
    };

    // What a template draws depends on nothing that other templates draw, so that a new file in a chart changes no password of another.
    private void Draw(string release, string template)
    {
        if (request.Moment is { } moment)
        {
            _context.Random = new SeededBytes(moment.Seed, request.Namespace, release, request.Place, template);
        }
    }

    private Dictionary<string, string> Execute(string release, ParsedTemplates templates, ReleaseScopes scopes)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var template in templates.Order)
        {
            token.ThrowIfCancellationRequested();
            if (template.IsPartial)
            {
                continue;
            }

            Draw(release, template.Name);
            try
            {
                var text = templates.Set.Execute(template.Name, scopes.For(template), _context);
                files[template.Name] = text.Replace("<no value>", "", StringComparison.Ordinal);
            }
            catch (TemplateException e)
            {
                throw new TemplateException(Wording(template.Name, e), e.Template, e.Line, e.Column, e) { IsLimit = e.IsLimit };
            }
        }

        return files;
    }

    // Helm 3 has the texts of fail and required alone, and leaves Go's one line for the rest.
    private string Wording(string template, TemplateException error)
    {
        var text = HelmErrorText.ForExecution(template, error);
        return request.Version == HelmVersion.V4 || text.StartsWith("execution error", StringComparison.Ordinal) ? text : error.Message;
    }

    private HelmResult Written(ReleaseChart root, Dictionary<string, string> files)
    {
        Stage = HelmProblem.ManifestInvalid;
        if (request.Raw.Length > 0)
        {
            return files.TryGetValue($"{root.Name}/{request.Raw}", out var raw)
                ? new HelmResult { Text = raw, Reads = ReadSet.Empty }
                : throw new GoErrorException($"could not find template {request.Raw} in chart");
        }

        files.TryGetValue($"{root.Name}/templates/NOTES.txt", out var notes);
        foreach (var path in files.Keys.Where(k => k.EndsWith("NOTES.txt", StringComparison.Ordinal)).ToList())
        {
            files.Remove(path);
        }

        var (manifests, hooks) = ManifestSorting.Sort(files, warnings, request.Version, token);
        var shownHooks = request.NoHooks ? [] : hooks.Where(h => !(request.SkipTests && h.IsTest)).ToList();
        var crds = request.IncludeCrds ? Crds(root).ToList() : [];
        var text = ReleaseText.Of(crds.Select(c => (c.Path, c.File.Text)), manifests, shownHooks);
        text = request.ShowOnly.Count == 0 ? text : ReleaseText.Only(text, request.ShowOnly, request.Version);
        if (request.TextOnly)
        {
            return new HelmResult { Text = text, Notes = notes ?? "", Reads = ReadSet.Empty };
        }

        var objects = new RenderedObjects(SourceOf);
        foreach (var (path, file) in crds)
        {
            objects.AddFile(path, file.Text);
        }

        foreach (var manifest in manifests.Concat(shownHooks))
        {
            objects.Add(manifest.Path, manifest.Root);
        }

        return new HelmResult { Text = text, Notes = notes ?? "", Objects = objects.Objects, Problems = objects.Problems, Reads = ReadSet.Empty };
    }

    private static IEnumerable<(string Path, ChartFile File)> Crds(ReleaseChart chart) =>
        chart.Source.Crds.Select(f => ($"{chart.FullPath}/{f.Name}", f)).Concat(chart.Children.SelectMany(Crds));
}
