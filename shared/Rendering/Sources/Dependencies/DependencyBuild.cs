using System.Text;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Sources.Dependencies;

/// <summary>What came of <see cref="DependencyBuild"/>.</summary>
/// <param name="Tree">The tree with the missing charts in it; null when something stands in the way.</param>
/// <param name="Wanted">What has to be fetched first.</param>
/// <param name="Problems">What stands in the way.</param>
/// <param name="Reads">What was looked at.</param>
internal sealed record BuiltDependencies(OverlaySourceTree? Tree, IReadOnlyList<OutsidePart> Wanted, IReadOnlyList<Problem> Problems, ReadSet Reads);

/// <summary>
/// Does what <c>helm dependency build</c> does for a chart whose dependencies are not vendored: takes the versions of the lock (without one, what the
/// ranges of Chart.yaml mean now), charts of neighbouring folders, and lays all of it into <c>charts/</c> in memory. What is vendored stays as it is.
/// </summary>
internal sealed class DependencyBuild(RenderInput input, bool passCredentials, TimeProvider clock, CancellationToken token)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);
    private readonly List<OutsidePart> _wanted = [];
    private readonly List<Problem> _problems = [];
    private RepoPath _file;

    /// <summary>Builds.</summary>
    public BuiltDependencies Run(ISourceTree tree, RepoPath chart)
    {
        var recorded = new RecordingSourceTree(tree);
        _file = chart.Child("Chart.yaml");
        try
        {
            Collect(recorded, chart);
        }
        catch (GoErrorException e)
        {
            _problems.Add(At(e.Message));
        }
        catch (ProblemException e)
        {
            _problems.AddRange(e.Problems);
        }

        var overlay = _problems.Count == 0 ? new OverlaySourceTree(tree, chart.Child("charts"), _files) : null;
        return new BuiltDependencies(overlay, _wanted, _problems, recorded.Reads);
    }

    private void Collect(ISourceTree tree, RepoPath chart)
    {
        var metadata = Metadata(tree, chart, out var requirements);
        var written = metadata.Dependencies ?? [];
        var present = Present(tree, chart.Child("charts"));
        var asked = written.Select(d => d with { Repository = Address(d) }).ToList();
        if (_problems.Count > 0)
        {
            return;
        }

        var chosen = asked;
        var lockFile = chart.Child(requirements ? "requirements.lock" : "Chart.lock");
        if (Text(tree, lockFile) is { } lockText)
        {
            var held = ChartLock.Read(lockText, lockFile.Name);
            if (!held.IsFor(asked, written, metadata.ApiVersion, new TemplateContext(new TemplateLimits(), clock, token)))
            {
                var about = requirements ? "requirements.yaml" : "Chart.yaml";
                _problems.Add(At($"the lock file ({lockFile.Name}) is out of sync with the dependencies file ({about}). Please update the dependencies") with
                {
                    File = lockFile.Value,
                    Hint = "Run 'helm dependency update' and commit the lock.",
                });
                return;
            }

            chosen = [.. held.Dependencies.Select(d => d with { Repository = Address(d) })];
        }

        foreach (var dependency in chosen.Where(d => !present.Contains(d.Name)))
        {
            Take(tree, chart, dependency);
        }
    }

    private void Take(ISourceTree tree, RepoPath chart, ChartDependency dependency)
    {
        if (dependency.Repository.Length == 0)
        {
            _problems.Add(At($"the dependency '{dependency.Name}' names no repository, and there is no such chart in charts/") with
            {
                Hint = "Put the chart into charts/, or write its repository.",
            });
        }
        else if (dependency.Repository.StartsWith("file://", StringComparison.Ordinal))
        {
            TakeFolder(tree, chart, dependency);
        }
        else
        {
            TakeFetched(dependency);
        }
    }

    private void TakeFolder(ISourceTree tree, RepoPath chart, ChartDependency dependency)
    {
        var place = dependency.Repository["file://".Length..];
        if (!chart.TryCombine(place, out var folder, out var reason))
        {
            _problems.Add(At($"the dependency '{dependency.Name}' at {dependency.Repository} cannot be read: {reason}"));
            return;
        }

        ChartPackage package;
        try
        {
            package = ChartPackage.Of(tree, folder);
        }
        catch (GoErrorException e)
        {
            _problems.Add(At($"the dependency '{dependency.Name}' at {dependency.Repository} cannot be read: {e.Message}"));
            return;
        }

        if (!VersionConstraint.TryParse(dependency.Version, out var range, out var malformed))
        {
            _problems.Add(At($"dependency {dependency.Name} has an invalid version/constraint format: {malformed}"));
        }
        else if (!SemanticVersion.TryParse(package.Metadata.Version, out var version, out _) || !range.Check(version))
        {
            _problems.Add(At($"can't get a valid version for dependency {dependency.Name}: {folder} holds {package.Metadata.Version}, wanted is {dependency.Version}"));
        }
        else
        {
            _files[$"{package.Metadata.Name}-{package.Metadata.Version}.tgz"] = package.Bytes;
        }
    }

    private void TakeFetched(ChartDependency dependency)
    {
        var part = new OutsidePart.Chart(dependency.Repository, dependency.Name, dependency.Version) { PassCredentials = passCredentials };
        if (!input.Parts.TryGetValue(part, out var fetched))
        {
            _wanted.Add(part);
            _problems.Add(At($"the dependency '{dependency.Name}' {dependency.Version} is not in charts/ and has to be fetched from {dependency.Repository}") with
            {
                Hint = "Where nothing is fetched, run 'helm dependency build' and commit charts/.",
            });
        }
        else if (fetched.Failure is { } failure)
        {
            _problems.Add(At($"the dependency '{dependency.Name}' {dependency.Version} cannot be fetched from {dependency.Repository}: {failure}"));
        }
        else
        {
            _files[$"{dependency.Name}-{fetched.Version}.tgz"] = fetched.Bytes;
        }
    }

    /// <summary>The repository's address, with the name of a registered one replaced.</summary>
    private string Address(ChartDependency dependency)
    {
        var written = dependency.Repository;
        var name = written.StartsWith('@') ? written[1..] : written.StartsWith("alias:", StringComparison.Ordinal) ? written["alias:".Length..] : null;
        if (name is null)
        {
            return written;
        }

        if (input.ChartRepositories.TryGetValue(name, out var url))
        {
            return url;
        }

        _problems.Add(At($"no repository definition for {written}, which the dependency '{dependency.Name}' names") with
        {
            Hint = $"Register a chart repository with the name '{name}' that the project may use, or write its URL.",
        });
        return written;
    }

    private static HashSet<string> Present(ISourceTree tree, RepoPath charts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in tree.List(charts))
        {
            var name = entry.Kind == SourceEntryKind.Folder ? ChartPackage.NameIn(tree, entry.Path)
                : entry.Path.Name.EndsWith(".tgz", StringComparison.Ordinal) && entry.Kind == SourceEntryKind.File ? ChartPackage.NameIn(entry.Path.Value, tree.Read(entry.Path))
                : null;
            if (name is not null)
            {
                names.Add(name);
            }
        }

        return names;
    }

    private static ChartMetadata Metadata(ISourceTree tree, RepoPath chart, out bool requirements)
    {
        var metadata = ChartMetadataReader.Read(Text(tree, chart.Child("Chart.yaml")) ?? "");
        var old = Text(tree, chart.Child("requirements.yaml"));
        requirements = old is not null && metadata.ApiVersion == "v1";
        return ChartMetadataCheck.Checked(old is null ? metadata : ChartMetadataReader.ReadRequirements(metadata, old));
    }

    private static string? Text(ISourceTree tree, RepoPath path) =>
        tree.Find(path) is { Kind: SourceEntryKind.File } ? Encoding.UTF8.GetString(ChartFile.WithoutMark(tree.Read(path)).Span) : null;

    private Problem At(string message) => new(HelmProblem.DependencyMissing, message) { File = _file.Value };
}
