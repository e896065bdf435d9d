using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Sources;
using Plumbline.Support.Conformance;
using Plumbline.Support.Sources;

namespace Plumbline.Rendering.Tests.Conformance;

/// <summary>Questions about paths and value files, and about variables in them.</summary>
internal static class FileAnswers
{
    public static IReadOnlyDictionary<string, Func<ArgoCall, ArgoAnswer?>> All { get; } = new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>
    {
        ["repository.isGlobPath"] = call => ArgoAnswer.Of(DoublestarPattern.IsGlob(call.Text("path"))),
        ["repository.getResolvedValueFiles"] = call => ValueFiles(call, call.Text("repoRoot"), call.Texts("rawValueFiles")),
        ["repository.verifyGlobMatchesWithinRoot"] = Matches,
        ["path.Path"] = call => ArgoAnswer.OfFailure(!RepoPath.TryParse(call.Text("path"), out _, out var reason), reason ?? ""),
        ["path.ResolveValueFilePathOrUrl"] = Located,
        ["path.ResolveFileOrDirectoryPath"] = Folder,
        ["path.isURLSchemeAllowed"] = SchemeAllowed,
        ["v1alpha1.Env.Envsubst"] = call => ArgoAnswer.Of(Environment(call).Substitute(call.Text("s"))),
        ["helm.cleanSetParameters"] = Escaped,
    };

    private static BuildEnvironment Environment(ArgoCall call) =>
        new(call.Maps("env").ToDictionary(e => e.TextAt("name"), e => e.TextAt("value"), StringComparer.Ordinal));

    // Files of the case lie below the temporary folders of two repositories.
    private static ArgoAnswer ValueFiles(ArgoCall call, string root, IReadOnlyList<string> written)
    {
        var sources = new List<MapNode> { Source(written, call.Flag("ignoreMissingValueFiles")) };
        var roots = new List<string> { root };
        foreach (var entry in call.Input["refSources"] as MapNode ?? [])
        {
            var url = entry.Value.TextAt("repo", "repo");
            var source = new MapNode();
            source.Set("repoURL", ScalarNode.Of(url));
            source.Set("ref", ScalarNode.Of(entry.Key[1..]));
            sources.Add(source);
            roots.Add($"{root[..root.LastIndexOf('/')]}{url[url.LastIndexOf('/')..]}");
        }

        var trees = roots.Select(r => new SourceFiles(Tree((MapNode)call.Case["files"]!, r), "")).ToList();
        var problems = new List<Problem>();
        var preparation = new HelmSourcePreparation(new HelmSourceInput(new RenderInput(AskedApplication.Of(sources).Value!, trees), 0), problems);
        var files = preparation.Request().ValueFiles.Select(f => $"{roots[written[0].StartsWith('$') ? 1 : 0]}/{f.Name}");
        return ArgoAnswer.Of(files) with { Fails = problems.Failed(), Words = problems.Words() };
    }

    private static ArgoAnswer Matches(ArgoCall call)
    {
        var root = call.Text("effectiveRoot");
        return ValueFiles(call, root, [.. call.Texts("matches").Select(m => m[root.Length..])]);
    }

    private static MapNode Source(IReadOnlyList<string> valueFiles, bool ignoreMissing)
    {
        var helm = new MapNode();
        helm.Set("valueFiles", new ListNode(valueFiles.Select(f => ScalarNode.Of(f))));
        helm.Set("ignoreMissingValueFiles", ScalarNode.Of(ignoreMissing));
        var source = new MapNode();
        source.Set("helm", helm);
        return source;
    }

    private static LinkedSourceTree Tree(MapNode files, string root)
    {
        var below = files.Where(f => f.Key.StartsWith($"{root}/", StringComparison.Ordinal) && !f.Key.EndsWith('/')).Select(f => (Path: f.Key[(root.Length + 1)..], f.Value)).ToList();
        return new LinkedSourceTree(
            below.Where(f => f.Value is ScalarNode).Select(f => (f.Path, ((ScalarNode)f.Value).StringValue!)),
            below.Where(f => f.Value is MapNode).Select(f => (f.Path, Target(f.Path, f.Value.TextAt("$symlink"), root))));
    }

    // Links of a commit are relative; those of the cases name whole paths.
    private static string Target(string path, string target, string root)
    {
        var up = string.Concat(Enumerable.Repeat("../", path.Count(c => c == '/')));
        return target.StartsWith($"{root}/", StringComparison.Ordinal) ? up + target[(root.Length + 1)..] : $"{up}..{target}";
    }

    private static ArgoAnswer Located(ArgoCall call)
    {
        var (root, at) = (call.Text("repoRoot").TrimEnd('/'), call.Text("appPath"));
        var folder = at.StartsWith($"{root}/", StringComparison.Ordinal) ? RepoPath.Parse(at[(root.Length + 1)..]) : RepoPath.Root;
        var finder = new SourceFileFinder([new RecordingSourceTree(MemorySourceTree.Of())], new Dictionary<string, int>(), 0, folder, new BuildEnvironment(new Dictionary<string, string>()));
        var found = finder.Locate(call.Text("valueFile"), out var reason);
        return new ArgoAnswer { Fails = found is null, Words = reason ?? "" }
            .With("isRemote", ScalarNode.Of(found?.Url is not null))
            .With("resolvedPath", ScalarNode.Of(found is null ? "" : found.Url ?? $"{root}/{found.Path.Value}"));
    }

    private static ArgoAnswer Folder(ArgoCall call) =>
        RepoPath.Root.TryCombine(call.Text("dir"), out var path, out var reason) && call.Text("appPath") == call.Text("repoRoot")
            ? ArgoAnswer.Of(path.IsRoot ? call.Text("repoRoot") : $"{call.Text("repoRoot")}/{path.Value}")
            : ArgoAnswer.OfFailure(true, reason ?? "");

    private static ArgoAnswer SchemeAllowed(ArgoCall call)
    {
        var finder = new SourceFileFinder([new RecordingSourceTree(MemorySourceTree.Of())], new Dictionary<string, int>(), 0, RepoPath.Root, new BuildEnvironment(new Dictionary<string, string>()));
        return ArgoAnswer.Of(finder.Locate($"{call.Text("scheme")}://example.com/values.yaml", out _)?.Url is not null);
    }

    private static ArgoAnswer Escaped(ArgoCall call)
    {
        var parameter = new MapNode();
        parameter.Set("name", ScalarNode.Of("name"));
        parameter.Set("value", call.Input["val"]!);
        var helm = new MapNode();
        helm.Set("parameters", new ListNode([parameter]));
        var source = new MapNode();
        source.Set("helm", helm);
        var input = new RenderInput(AskedApplication.Of(source).Value!, [new SourceFiles(MemorySourceTree.Of(), "")]);
        return ArgoAnswer.Of(new HelmSourcePreparation(new HelmSourceInput(input, 0), []).Request().Settings[0].Text["name=".Length..]);
    }
}
