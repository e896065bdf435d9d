using System.Buffers;
using Plumbline.Core.Applications;
using Plumbline.Core.Fields;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Projects;

/// <summary>Reads AppProjects.</summary>
public static class AppProjectReader
{
    private static readonly SearchValues<char> InNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>Reads one project with all its problems.</summary>
    /// <param name="root">An object of kind <c>AppProject</c>, group <c>argoproj.io</c>.</param>
    /// <param name="origin">Where it stands, for problems.</param>
    public static Reading<AppProject> Read(MapNode root, ObjectOrigin origin)
    {
        var problems = new SpecProblems(origin);
        new FieldCheck(problems).Run(root, AppProjectFields.AppProject);
        ObjectNames.CheckHead(root, problems);
        var spec = root.Map("spec");
        if (spec is null)
        {
            problems.Missing(root, "spec", "A project has a spec.", "Without sourceRepos and destinations it allows nothing.");
        }

        var metadata = root.Map("metadata");
        var approval = ApprovalAnnotations.Read(metadata.Map("annotations"), [ProjectAnnotations.ChartKeysName, ProjectAnnotations.LookupsName], problems);
        var keys = ProjectAnnotations.ChartKeys(metadata.Map("annotations"), problems);
        var lookups = ProjectAnnotations.Lookups(metadata.Map("annotations"), problems);
        CheckRepositories(spec, problems);
        CheckDestinations(spec, problems);
        ProjectRoleCheck.Run(metadata.TextOrEmpty("name"), spec, problems);
        CheckServiceAccounts(spec, problems);
        ProjectExtrasCheck.Run(spec, problems);
        return problems.Finish(() => new AppProject
        {
            Name = metadata.TextOrEmpty("name"),
            Description = spec.TextOrEmpty("description"),
            SourceRepos = spec.Texts("sourceRepos"),
            Destinations = [.. spec.Maps("destinations").Select(d => new ProjectDestination(d.TextOrEmpty("server"), d.TextOrEmpty("name"), d.TextOrEmpty("namespace")))],
            ClusterResourceWhitelist = Kinds(spec, "clusterResourceWhitelist") ?? [],
            ClusterResourceBlacklist = Kinds(spec, "clusterResourceBlacklist") ?? [],
            NamespaceResourceWhitelist = Kinds(spec, "namespaceResourceWhitelist"),
            NamespaceResourceBlacklist = Kinds(spec, "namespaceResourceBlacklist") ?? [],
            SourceNamespaces = spec.Texts("sourceNamespaces"),
            PermitOnlyProjectScopedClusters = spec.Flag("permitOnlyProjectScopedClusters") ?? false,
            DestinationServiceAccounts = [.. spec.Maps("destinationServiceAccounts").Select(
                a => new DestinationServiceAccount(a.TextOrEmpty("server"), a.TextOrEmpty("namespace"), a.TextOrEmpty("defaultServiceAccount").Trim()))],
            Roles = [.. spec.Maps("roles").Select(r => new ProjectRole(r.TextOrEmpty("name"), r.TextOrEmpty("description"), r.Texts("policies"), r.Texts("groups")))],
            Approval = approval,
            ChartKeys = keys,
            Lookups = lookups,
            Origin = origin,
            Raw = root,
        });
    }

    private static KindRule[]? Kinds(MapNode? spec, string key) =>
        spec.List(key) is { } list ? [.. list.OfType<MapNode>().Select(k => new KindRule(k.TextOrEmpty("group"), k.TextOrEmpty("kind"), k.TextOrEmpty("name")))] : null;

    private static void CheckRepositories(MapNode? spec, SpecProblems problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var list = spec.List("sourceRepos");
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is not ScalarNode { StringValue: { } text } node)
            {
                continue;
            }

            var field = $"spec.sourceRepos[{i}]";
            if (text == "!*")
            {
                problems.Error(Problems.ProblemCode.FieldInvalid, "'!*' denies everything.", node.Position, field, "Leave sourceRepos empty to allow nothing.");
            }
            else if (!seen.Add(text))
            {
                problems.Error(Problems.ProblemCode.FieldInvalid, "This repository stands in the list already.", node.Position, field);
            }
            else if (!Glob.IsValid(text))
            {
                problems.Error(Problems.ProblemCode.FieldInvalid, "This is no pattern: a bracket or brace is not closed.", node.Position, field);
            }
        }
    }

    private static void CheckDestinations(MapNode? spec, SpecProblems problems)
    {
        var seen = new HashSet<(string, string, string)>();
        var list = spec.List("destinations");
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is not MapNode map)
            {
                continue;
            }

            var field = $"spec.destinations[{i}]";
            foreach (var key in (string[])["server", "name", "namespace"])
            {
                if (map.Text(key) == "!*")
                {
                    problems.Invalid(map, key, field, "'!*' denies everything.", "Remove the destination to allow nothing.");
                }
                else if (!Glob.IsValid(map.TextOrEmpty(key)))
                {
                    problems.Invalid(map, key, field, "This is no pattern: a bracket or brace is not closed.");
                }
            }

            if (!seen.Add((map.TextOrEmpty("server"), map.TextOrEmpty("name"), map.TextOrEmpty("namespace"))))
            {
                problems.Error(Problems.ProblemCode.FieldInvalid, "This destination stands in the list already.", map.Position, field);
            }
        }
    }

    // It becomes part of a header (T-PRJ-7), so nothing but what names of Kubernetes have.
    private static bool IsName(string text) => text.Length is > 0 and <= 253 && !text.AsSpan().ContainsAnyExcept(InNames);

    private static void CheckServiceAccounts(MapNode? spec, SpecProblems problems)
    {
        var list = spec.List("destinationServiceAccounts");
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is not MapNode account)
            {
                continue;
            }

            var field = $"spec.destinationServiceAccounts[{i}]";
            foreach (var key in (string[])["server", "namespace"])
            {
                var pattern = account.TextOrEmpty(key);
                if (pattern.StartsWith('!') || !Glob.IsValid(pattern))
                {
                    problems.Invalid(account, key, field, $"The {key} has an invalid format, '{pattern}'.", "It is a pattern without negation.");
                }
            }

            var name = account.TextOrEmpty("defaultServiceAccount");
            if (name.Trim().Split(':') is not { Length: 1 or 2 } parts || !Array.TrueForAll(parts, IsName))
            {
                problems.Invalid(account, "defaultServiceAccount", field, $"The defaultServiceAccount has an invalid format, '{name}'.", "It is NAME or NAMESPACE:NAME of one service account.");
            }
        }
    }
}
