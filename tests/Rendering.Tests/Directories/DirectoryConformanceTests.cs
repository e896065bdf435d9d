using Plumbline.Core.Applications;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Directories;
using Plumbline.Support.Conformance;
using Plumbline.Support.Sources;

namespace Plumbline.Rendering.Tests.Directories;

/// <summary>Argo CD's own cases for choosing and reading plain manifests.</summary>
public sealed class DirectoryConformanceTests(ITestOutputHelper output)
{
    private const string Testdata = "reposerver/repository/testdata";

    [Fact]
    public void Folders_are_read_as_Argo_CD_reads_them()
    {
        var cases = ArgoCases.Of("sources", "repository.findManifests", "repository.getPotentiallyValidManifests", "repository.GenerateManifests");
        Assert.SkipWhen(cases.Count == 0, "No cases of Argo CD here: set PLUMBLINE_CONFORMANCE.");

        var failures = new List<string>();
        var skipped = 0;
        foreach (var item in cases)
        {
            var id = item.TextAt("id");
            if (id.Contains("unreadable", StringComparison.Ordinal) || Tree(item) is not { } tree)
            {
                // Files without read permission do not exist in a commit; other cases make their files in code.
                skipped++;
                continue;
            }

            var (tried, failed, count) = Run(item, tree);
            var expectsError = (item.At("expected", "error") as ScalarNode)?.BooleanValue ?? false;
            if (failed != expectsError || (!failed && Expected(item) is { } wanted && wanted != count))
            {
                failures.Add($"{id} ({tried}): failed {failed}, {count} objects");
            }
        }

        output.WriteLine($"Argo CD directories: {cases.Count - skipped - failures.Count} of {cases.Count - skipped}, {skipped} not applicable");
        Assert.Empty(failures);
    }

    private static (string Folder, bool Failed, int Count) Run(MapNode item, ISourceTree tree)
    {
        var directory = item.At("input", "directory") ?? item.At("input");
        bool Flag(string key) => (directory.At(key) as ScalarNode)?.BooleanValue ?? false;
        var settings = new DirectorySettings
        {
            Recurse = Flag("recurse"),
            DisableExtensionFilter = Flag("disableExtensionFilter"),
            Include = directory.TextAt("include"),
            Exclude = directory.TextAt("exclude"),
        };
        var limit = long.Parse(item.TextAt("input", "maxCombinedManifestQuantity"), null);
        var folder = item.TextAt("input", "appPath").EndsWith("/in-bounds-link/app", StringComparison.Ordinal) ? RepoPath.Parse("app") : RepoPath.Root;
        if (item.TextAt("function").EndsWith("getPotentiallyValidManifests", StringComparison.Ordinal))
        {
            var problems = new List<Problem>();
            var files = new ManifestFiles(tree, new DirectoryLimits(limit), problems).Select(folder, settings);
            return (folder.Value, problems.Count > 0, files.Count);
        }

        var result = new DirectoryRender(new DirectoryLimits(limit)).Run(tree, folder, settings, default);

        // Argo CD finds out only later that an object without metadata cannot be used; here that is said at once.
        var late = result.Problems.Count(p => p.Field == "metadata");
        var errors = result.Problems.Count(p => p.Severity == ProblemSeverity.Error) - late;
        return (folder.Value, errors > 0, result.Objects.Count + late);
    }

    private static int? Expected(MapNode item)
    {
        foreach (var check in item.At("checks") as ListNode ?? [])
        {
            if (check.TextAt("path").EndsWith("length()", StringComparison.Ordinal))
            {
                return (int)((ScalarNode)check.At("value")!).IntegerValue;
            }

            if (check.TextAt("op") == "empty")
            {
                return 0;
            }
        }

        return null;
    }

    private static LinkedSourceTree? Tree(MapNode item)
    {
        var path = item.TextAt("input", "appPath").TrimStart('.', '/');
        if (item.At("files") is MapNode files)
        {
            var folder = $"/{path}/";
            var written = files.Where(f => f.Key.StartsWith(folder, StringComparison.Ordinal)).ToList();
            return new LinkedSourceTree(
                written.Where(f => f.Value is ScalarNode).Select(f => (f.Key[folder.Length..], ((ScalarNode)f.Value).StringValue!)),
                written.Where(f => f.Value is MapNode).Select(f => (f.Key[folder.Length..], f.Value.TextAt("$symlink"))));
        }

        var name = path[(path.IndexOf("testdata/", StringComparison.Ordinal) + "testdata/".Length)..].Split('/')[0];
        var root = Path.Combine(ArgoCases.Folder!, "files", Testdata, name);
        var links = File.ReadLines(Path.Combine(ArgoCases.Folder!, "files", "symlinks.jsonl")).Select(l => (MapNode)Plumbline.Core.Json.JsonTree.Read(System.Text.Encoding.UTF8.GetBytes(l)))
            .Where(l => l.TextAt("path").StartsWith($"{Testdata}/{name}/", StringComparison.Ordinal))
            .Select(l => (l.TextAt("path")[(Testdata.Length + name.Length + 2)..], l.TextAt("target"))).ToList();
        return !Directory.Exists(root) && links.Count == 0 ? null : new LinkedSourceTree(Files(root), links);
    }

    private static IEnumerable<(string, string)> Files(string root) => !Directory.Exists(root) ? [] :
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(root, f), File.ReadAllText(f)));
}
