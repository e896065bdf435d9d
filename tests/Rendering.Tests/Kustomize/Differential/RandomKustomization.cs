namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>A tree of kustomizations from a seed: a base, perhaps components, one or two overlays, each with random fields. Root is <c>top</c>.</summary>
internal sealed class RandomKustomization
{
    private readonly RandomTree _tree;
    private readonly RandomGenerators _generators;
    private readonly RandomReplacements _replacements;
    private readonly RandomPlugins _plugins;
    private readonly RandomSettings _settings;

    private RandomKustomization(int seed)
    {
        _tree = new RandomTree(seed);
        _generators = new RandomGenerators(_tree);
        _replacements = new RandomReplacements(_tree);
        _settings = new RandomSettings(_tree);
        _plugins = new RandomPlugins(_tree, _replacements);
    }

    public Dictionary<string, string> Files => _tree.Files;

    public static RandomKustomization Make(int seed)
    {
        var result = new RandomKustomization(seed);
        result.Grow();
        return result;
    }

    private void Grow()
    {
        var layers = 1 + _tree.Random.Next(3);
        var below = new List<string>();
        for (var i = 0; i < layers; i++)
        {
            var folder = i == layers - 1 ? "top" : "layer" + i;
            Layer(folder, below, component: false, parts: _tree.Chance(4) ? 1 + _tree.Random.Next(2) : 0);
            // The same base twice is mostly an error.
            below = _tree.Chance(40) ? [.. below, "../" + folder] : ["../" + folder];
            if (i == 0 && layers > 1 && _tree.Chance(4))
            {
                Layer("other", [], component: false);
                below.Add("../other");
            }
        }
    }

    private string Layer(string folder, List<string> below, bool component, int parts = 0)
    {
        var fields = new List<string>();
        var resources = below.ConvertAll(path => Respelt(path, folder));
        var own = component ? _tree.Random.Next(2) : below.Count == 0 ? 1 + _tree.Random.Next(4) : _tree.Random.Next(2);
        for (var i = 0; i < own; i++)
        {
            resources.Add(_tree.ObjectFile(folder));
        }

        if (component)
        {
            fields.Add("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n");
        }

        if (resources.Count > 0)
        {
            fields.Add(!component && below.Count > 0 && _tree.Chance(12)
                ? $"bases: [{string.Join(", ", resources.Take(below.Count))}]\nresources: [{string.Join(", ", resources.Skip(below.Count))}]\n"
                : $"resources: [{string.Join(", ", resources)}]\n");
        }

        foreach (var (oneIn, make) in Fields(folder))
        {
            if (_tree.Chance(oneIn * _tree.Calm))
            {
                fields.Add(make());
            }
        }

        if (component && fields.Count == 1)
        {
            fields.Add($"commonAnnotations: {{part: {folder}}}\n");
        }

        // Parts work on what their parent has by then, so they come last here as there.
        if (parts > 0)
        {
            fields.Add($"components: [{string.Join(", ", Enumerable.Range(0, parts).Select(i => Layer($"part{folder}{i}", [], component: true, _tree.Chance(5) ? 1 : 0)))}]\n");
        }

        if (!component && _tree.Chance(8))
        {
            fields.Add(_tree.Pick(["sortOptions: {order: fifo}\n", "sortOptions: {order: legacy}\n", "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [Service, Deployment], orderLast: [ConfigMap]}}\n"]));
        }

        Files[$"{folder}/kustomization.yaml"] = string.Concat(fields);
        return "../" + folder;
    }

    private string Respelt(string path, string folder) => _tree.Chance(4) ? _tree.Pick([path + "/", "./" + path, $"../{folder}/{path}", path.Replace("../", ".././", StringComparison.Ordinal)]) : path;

    private IEnumerable<(int OneIn, Func<string> Make)> Fields(string folder)
    {
        yield return (3, () => $"namePrefix: {_tree.Pick(["p-", "x-"])}\n");
        yield return (4, () => $"nameSuffix: {_tree.Pick(["-s", "-v2"])}\n");
        yield return (3, () => $"namespace: {_tree.Pick(["one", "two", "default"])}\n");
        yield return (5, () => $"commonLabels: {{{_tree.Pick(["app: x", "team: \"1\"", "a/b: c, team: q"])}}}\n");
        yield return (4, Labels);
        yield return (5, () => $"commonAnnotations: {{{_tree.Pick(["note: x", "note: \"true\"", "a.b/c: d, z: 'long text'"])}}}\n");
        yield return (3, Images);
        yield return (8, () => _tree.Workload() is { Length: > 0 } name ? $"replicas: [{{name: {name}, count: {_tree.Random.Next(9)}}}]\n" : "");
        yield return (2, () => _generators.Field("configMapGenerator", folder));
        yield return (3, () => _generators.Field("secretGenerator", folder));
        yield return (6, () => $"generatorOptions: {{{_tree.Pick(["disableNameSuffixHash: true", "labels: {gen: x}", "annotations: {gen: h}", "immutable: true"])}}}\n");
        yield return (1, () => "patches:\n" + _tree.Several(() => PatchEntry(folder)));
        yield return (6, () => "patchesStrategicMerge:\n" + _tree.Several(() => StrategicMerge(folder)));
        yield return (6, () => "patchesJson6902:\n" + _tree.Several(() => Json6902(folder)));
        yield return (2, () => "replacements:\n" + _tree.Several(() => _replacements.Entry(folder)));
        yield return (20, _settings.Vars);
        yield return (5, () => _settings.Configurations(folder));
        yield return (8, () => _settings.Crds(folder));
        yield return (10, () => _settings.OpenApi(folder));
        yield return (10, () => $"buildMetadata: [{_tree.Pick(["originAnnotations", "transformerAnnotations", "originAnnotations, transformerAnnotations", "managedByLabel"])}]\n");
        yield return (4, () => "transformers:\n" + _tree.Several(() => _plugins.Transformer(folder)));
        yield return (12, () => "generators:\n" + _tree.Several(() => _plugins.Generator(folder)));
        yield return (40, () => "validators:\n" + _plugins.Transformer(folder));
        yield return (200, () => "helmCharts: [{name: web, releaseName: web}]\n");
    }

    private string Labels() => "labels:\n" + _tree.Several(() =>
        $"- pairs: {{{_tree.Pick(["app: w", "team: z", "k: \"1\"", "app.io/n: v, team: q"])}}}\n" +
        (_tree.Chance(4) ? $"  includeSelectors: {_tree.Pick(["true", "true", "false"])}\n" : "") + (_tree.Chance(3) ? "  includeTemplates: true\n" : "") +
        (_tree.Chance(4) ? $"  fields: [{{path: {_tree.Pick(["spec/x/labels", "spec/template/spec/l", "data", "'spec/parts[]/labels'", "'spec/volumeClaimTemplates[]/metadata/labels'", "spec/selector"])}, create: {_tree.Pick(["true", "false"])}{_tree.Pick(["", "", ", kind: Deployment", ", group: apps", ", version: v1", ", group: example.com, kind: Widget"])}}}]\n" : ""));

    private string Images() => "images:\n" + _tree.Several(() =>
        $"- name: {_tree.Pick(["nginx", "busybox", "reg.io:5000/team/app", "team/app", "n.*", "app", "reg.io", "team/.*", "nginx:1.2", "team/app|nginx"])}\n" +
        _tree.Pick(["  newTag: v9\n", "  newName: other/name\n", "  digest: sha256:abc\n", "  newName: a\n  newTag: \"1.0\"\n", "  tagSuffix: -x\n", "  newTag: t\n  digest: sha256:d\n", "  newName: n:1\n", "  newName: reg.io:5000/x\n  digest: sha256:e\n", "  newTag: \"1\"\n  tagSuffix: -y\n", ""]));

    private string PatchEntry(string folder)
    {
        var target = _tree.Target();
        var json = _tree.Chance(3);
        var text = json ? _tree.Patches.Json(target) : _tree.Patches.Strategic(target);
        var selector = json || _tree.Chance(3) ? $"  target: {{{_tree.Selector(target)}}}\n" : "";
        if (!json && _tree.Chance(selector.Length > 0 ? 60 : 10))
        {
            text += "---\n" + _tree.Patches.Strategic(_tree.Chance(3) ? target : _tree.Target());
        }

        var options = !json && _tree.Chance(8) ? $"  options: {{{_tree.Pick(["allowNameChange: true", "allowKindChange: false", "allowNameChange: true, allowKindChange: true"])}}}\n" : "";
        return (_tree.Chance(4) ? $"- path: {_tree.File(folder, text)}\n" : "- patch: |-\n" + RandomTree.Indented(text, 4)) + selector + options;
    }

    private string StrategicMerge(string folder)
    {
        var text = _tree.Patches.Strategic(_tree.Target());
        return _tree.Chance(2) ? $"- {_tree.File(folder, text)}\n" : "- |-\n" + RandomTree.Indented(text, 2);
    }

    private string Json6902(string folder)
    {
        var target = _tree.Target();
        var (group, version) = target["apiVersion"]!.ToString()!.Split('/') is [var g, var v] ? (g, v) : ("", target["apiVersion"]!.ToString()!);
        var text = _tree.Patches.Json(target);
        return $"- target: {{{(group.Length > 0 ? $"group: {group}, " : "")}version: {version}, kind: {target["kind"]}, name: {RandomTree.Name(target)}}}\n" +
            (_tree.Chance(3) ? $"  path: {_tree.File(folder, text)}\n" : "  patch: |-\n" + RandomTree.Indented(text, 4));
    }
}
