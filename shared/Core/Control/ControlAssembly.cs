using Plumbline.Core.Applications;
using Plumbline.Core.Fields;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Control;

/// <summary>Puts the objects of a control repository together: each is read on its own, then names are compared.</summary>
internal sealed class ControlAssembly
{
    private const string Group = "argoproj.io/";

    private readonly List<Problem> _problems = [];
    private readonly List<InvalidObject> _invalid = [];
    private readonly Registry<Application> _applications = new("Application", a => a.Name, a => a.Name, a => a.Origin);
    private readonly Registry<AppProject> _projects = new("AppProject", p => p.Name, p => p.Name, p => p.Origin!);
    private readonly Registry<ClusterRegistration> _clusters = new("Secret", c => c.SecretName, c => c.Name, c => c.Origin);
    private readonly Registry<RepositoryRegistration> _repositories = new("Secret", r => r.SecretName, r => r.SecretName, r => r.Origin);
    private bool _unreadable;

    public void Unreadable(Problem problem)
    {
        _unreadable = true;
        _problems.Add(problem);
    }

    public void Warn(Problem problem) => _problems.Add(problem with { Severity = ProblemSeverity.Warning });

    public void Add(Node node, ObjectOrigin origin)
    {
        if (node.IsNull)
        {
            return;
        }

        if (node is not MapNode root || root.Text("apiVersion") is not { Length: > 0 } version || root.Text("kind") is not { Length: > 0 } kind)
        {
            Unreadable(new Problem(ProblemCode.ObjectInvalid, "The document is no object with apiVersion and kind.") { File = origin.File, Position = origin.Position });
            return;
        }

        switch (kind)
        {
            case "Application" or "AppProject" when version.StartsWith(Group, StringComparison.Ordinal) && version != Group + "v1alpha1":
                Refuse(kind, root, origin, [At(origin, ProblemCode.ObjectInvalid, $"The version of {kind} is argoproj.io/v1alpha1.") with { Field = "apiVersion" }]);
                break;
            case "Application" when version.StartsWith(Group, StringComparison.Ordinal):
                Take(_applications, root, origin, ApplicationReader.Read(root, origin));
                break;
            case "AppProject" when version.StartsWith(Group, StringComparison.Ordinal):
                Take(_projects, root, origin, AppProjectReader.Read(root, origin));
                break;
            case "Secret" when version == "v1":
                AddSecret(root, origin);
                break;
            default:
                Ignore(origin, $"Objects of kind {Shown(kind)} have no meaning here; it is left out.", kind == "ApplicationSet" ? "ApplicationSets are not supported yet." : null);
                break;
        }
    }

    public ControlConfiguration Finish(ReadSet reads)
    {
        RefuseRepeated(_applications);
        RefuseRepeated(_projects);
        RefuseRepeated(_clusters);
        RefuseRepeated(_repositories);
        RefuseSameServer();
        CheckProjects();
        if (!_projects.Values.Any(p => p.Name == AppProject.OpenDefault.Name) && !_invalid.Exists(i => i.Kind == "AppProject" && i.Name == AppProject.OpenDefault.Name))
        {
            _projects.Values.Add(AppProject.OpenDefault);
        }

        return new ControlConfiguration
        {
            Applications = [.. _applications.Values.OrderBy(a => a.Name, StringComparer.Ordinal)],
            Projects = [.. _projects.Values.OrderBy(p => p.Name, StringComparer.Ordinal)],
            Clusters = [.. _clusters.Values.OrderBy(c => c.Name, StringComparer.Ordinal)],
            Repositories = [.. _repositories.Values.OrderBy(r => r.SecretName, StringComparer.Ordinal)],
            Invalid = [.. _invalid.OrderBy(i => i.Kind, StringComparer.Ordinal).ThenBy(i => i.Name, StringComparer.Ordinal)],
            HasUnreadableFiles = _unreadable,
            Problems =
            [
                .. _problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Position.Line).ThenBy(p => p.Position.Column)
                    .ThenBy(p => p.Field, StringComparer.Ordinal).ThenBy(p => p.Code, StringComparer.Ordinal),
            ],
            ReadSet = reads,
        };
    }

    private void AddSecret(MapNode root, ObjectOrigin origin)
    {
        var type = root.Map("metadata").Map("labels").Text(RegistrationSecret.Label);
        switch (type)
        {
            case "cluster":
                Take(_clusters, root, origin, ClusterReader.Read(root, origin));
                break;
            case "repository" or "repo-creds":
                Take(_repositories, root, origin, RepositoryReader.Read(root, origin, isTemplate: type == "repo-creds"));
                break;
            case "repository-write" or "repo-write-creds" or "scm-creds":
                Ignore(origin, $"Secrets of type {type} have no effect yet.", null);
                break;
            default:
                Ignore(
                    origin, $"The Secret has no label {RegistrationSecret.Label} with a known value; it is left out.",
                    "If it holds a secret value, remove it from git and replace the value.");
                break;
        }
    }

    private void Take<T>(Registry<T> registry, MapNode root, ObjectOrigin origin, Reading<T> reading)
        where T : class
    {
        if (reading.Value is { } value)
        {
            _problems.AddRange(reading.Problems);
            registry.Values.Add(value);
        }
        else
        {
            Refuse(registry.Kind, root, origin, reading.Problems);
        }
    }

    private void Refuse(string kind, MapNode root, ObjectOrigin origin, IReadOnlyList<Problem> problems)
    {
        _problems.AddRange(problems);
        if (root.Map("metadata").Text("name") is { } name && ObjectNames.IsSubdomain(name))
        {
            _invalid.Add(new InvalidObject(kind, name, origin, problems));
        }
        else
        {
            _unreadable = true;
        }
    }

    // Of two objects with one name neither can be preferred: which one is meant would depend on the order of files.
    private void RefuseRepeated<T>(Registry<T> registry)
        where T : class
    {
        var invalid = registry.Kind == "Secret" ? [] : _invalid.Where(i => i.Kind == registry.Kind).Select(i => (i.Name, i.Origin));
        foreach (var group in registry.Values.Select(v => (Name: registry.NameOf(v), Origin: registry.OriginOf(v))).Concat(invalid)
            .GroupBy(v => v.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).ToList())
        {
            RefuseGroup(registry, [.. registry.Values.Where(v => registry.NameOf(v) == group.Key)], [.. group.Select(g => g.Origin)], $"the name '{Shown(group.Key)}'");
        }
    }

    // One API server under two names would let one project's rules stand for another's (threat T-PRJ-8).
    private void RefuseSameServer()
    {
        foreach (var group in _clusters.Values.GroupBy(c => c.Server.TrimEnd('/'), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).ToList())
        {
            RefuseGroup(_clusters, [.. group], [.. group.Select(c => c.Origin)], "the server");
        }
    }

    private void RefuseGroup<T>(Registry<T> registry, IReadOnlyList<T> values, IReadOnlyList<ObjectOrigin> origins, string what)
        where T : class
    {
        var problems = new List<Problem>();
        for (var i = 0; i < origins.Count; i++)
        {
            var other = origins[i == 0 ? 1 : 0];
            problems.Add(At(origins[i], ProblemCode.NameTaken, $"Another {registry.Kind} has {what} as well, in {other.File}:{other.Position.Line}; neither is used.") with
            {
                Hint = "Remove one of them.",
            });
        }

        _problems.AddRange(problems);
        foreach (var value in values)
        {
            registry.Values.Remove(value);
            _invalid.Add(new InvalidObject(registry.Kind, registry.IdOf(value), registry.OriginOf(value), problems));
        }
    }

    private void CheckProjects()
    {
        var known = _projects.Values.Select(p => p.Name).Concat(_invalid.Where(i => i.Kind == "AppProject").Select(i => i.Name))
            .Append(AppProject.OpenDefault.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var application in _applications.Values.Where(a => !known.Contains(a.Project)))
        {
            _problems.Add(At(application.Origin, ProblemCode.ProjectNotFound, $"There is no project '{Shown(application.Project)}'.") with
            {
                Field = "spec.project",
                Position = application.Raw.Map("spec")?["project"]?.Position ?? application.Origin.Position,
            });
        }
    }

    private void Ignore(ObjectOrigin origin, string message, string? hint) => Warn(At(origin, ProblemCode.KindIgnored, message) with { Hint = hint });

    private static Problem At(ObjectOrigin origin, string code, string message) => new(code, message) { File = origin.File, Position = origin.Position };

    private static string Shown(string text) => text.Length > 63 ? $"{text[..63]}…" : text;

    private sealed record Registry<T>(string Kind, Func<T, string> IdOf, Func<T, string> NameOf, Func<T, ObjectOrigin> OriginOf)
    {
        public List<T> Values { get; } = [];
    }
}
