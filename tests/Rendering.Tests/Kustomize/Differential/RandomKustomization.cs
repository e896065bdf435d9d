using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>A tree of kustomizations from a seed: a base, perhaps a component, one or two overlays, each with random fields. Root is <c>top</c>.</summary>
internal sealed class RandomKustomization
{
    private readonly Random _random;
    private readonly RandomObjects _objects;
    private readonly RandomPatches _patches;
    private readonly List<MapNode> _made = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly List<(string Kind, string Name)> _generated = [];
    private int _file;

    private RandomKustomization(int seed)
    {
        _random = new Random(seed);
        _objects = new RandomObjects(_random);
        _patches = new RandomPatches(_random, _objects);
    }

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public static RandomKustomization Make(int seed)
    {
        var result = new RandomKustomization(seed);
        var layers = 1 + result._random.Next(3);
        var below = new List<string>();
        for (var i = 0; i < layers; i++)
        {
            var folder = i == layers - 1 ? "top" : "layer" + i;
            result.Layer(folder, below, component: false, result._objects.Chance(4) ? "part" + i : null);
            if (i == 0 && layers > 1 && result._objects.Chance(4))
            {
                result.Layer("other", [], component: false);
                below.Add("../other");
            }

            below = result._objects.Chance(6) ? [.. below, "../" + folder] : ["../" + folder, .. below.Where(b => b == "../other")];
        }

        return result;
    }

    private string Layer(string folder, List<string> below, bool component, string? part = null)
    {
        var fields = new List<string>();
        var resources = new List<string>(below);
        var own = component ? _random.Next(2) : below.Count == 0 ? 1 + _random.Next(4) : _random.Next(2);
        for (var i = 0; i < own; i++)
        {
            resources.Add(AddObjects(folder));
        }

        if (component)
        {
            fields.Add("apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: \"\"\n");
        }

        if (resources.Count > 0)
        {
            fields.Add($"resources: [{string.Join(", ", resources)}]\n");
        }

        if (part is not null)
        {
            fields.Add($"components: [{Layer(part, [], component: true)}]\n");
        }

        foreach (var (oneIn, make) in Fields(folder))
        {
            if (_objects.Chance(oneIn))
            {
                fields.Add(make());
            }
        }

        if (!component && _objects.Chance(8))
        {
            fields.Add(_objects.Pick(["sortOptions: {order: fifo}\n", "sortOptions: {order: legacy}\n", "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [Service, Deployment], orderLast: [ConfigMap]}}\n"]));
        }

        Files[$"{folder}/kustomization.yaml"] = string.Concat(fields);
        return "../" + folder;
    }

    private IEnumerable<(int OneIn, Func<string> Make)> Fields(string folder)
    {
        yield return (4, () => $"namePrefix: {_objects.Pick(["p-", "x-"])}\n");
        yield return (5, () => $"nameSuffix: {_objects.Pick(["-s", "-v2"])}\n");
        yield return (4, () => $"namespace: {_objects.Pick(["one", "two", "default"])}\n");
        yield return (5, () => $"commonLabels: {{{_objects.Pick(["app: x", "team: \"1\"", "a/b: c, team: q"])}}}\n");
        yield return (5, Labels);
        yield return (5, () => $"commonAnnotations: {{{_objects.Pick(["note: x", "note: \"true\"", "a.b/c: d, z: 'long text'"])}}}\n");
        yield return (4, Images);
        yield return (12, () => Workload() is { Length: > 0 } name ? $"replicas: [{{name: {name}, count: {_random.Next(9)}}}]\n" : "");
        yield return (3, () => Generator("configMapGenerator", folder));
        yield return (5, () => Generator("secretGenerator", folder));
        yield return (8, () => $"generatorOptions: {{{_objects.Pick(["disableNameSuffixHash: true", "labels: {gen: x}", "annotations: {gen: h}", "immutable: true"])}}}\n");
        yield return (2, () => "patches:\n" + Several(PatchEntry));
        yield return (8, () => "patchesStrategicMerge:\n" + Several(() => "- |-\n" + Indented(_patches.Strategic(Target()), 2)));
        yield return (8, () => "patchesJson6902:\n" + Several(Json6902));
        yield return (5, () => "replacements:\n" + Several(Replacement));
        yield return (20, () => $"vars: [{{name: VAR, objref: {{apiVersion: v1, kind: {_objects.Pick(["Service", "ConfigMap", "Secret"])}, name: {_objects.Pick(RandomObjects.Names)}}}{_objects.Pick(["", ", fieldref: {fieldpath: metadata.namespace}", ", fieldref: {fieldPath: data.k}"])}}}]\n");
        yield return (10, () => $"buildMetadata: [{_objects.Pick(["originAnnotations", "transformerAnnotations", "originAnnotations, transformerAnnotations", "managedByLabel"])}]\n");
        yield return (8, () => "transformers:\n" + Several(Transformer));
    }

    private string AddObjects(string folder)
    {
        var name = $"o{_file++}.yaml";
        var made = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => _objects.Any()).Where(IsNew).ToList();
        _made.AddRange(made);
        Files[$"{folder}/{name}"] = string.Join("---\n", made.Select(m => RandomYaml.Write(m, _random)));
        return name;
    }

    // The same object twice is an error; once in a while that is wanted.
    private bool IsNew(MapNode item) => _taken.Add($"{item["kind"]}/{((MapNode)item["metadata"]!)["name"]}") || _objects.Chance(40);

    private string Workload() => _made.AsEnumerable().Reverse().Where(m => m["kind"]!.ToString() is "Deployment" or "StatefulSet").Select(m => ((MapNode)m["metadata"]!)["name"]!.ToString()!).FirstOrDefault() ?? "";

    private MapNode Target() => _made.Count == 0 || _objects.Chance(60) ? _objects.Any() : _made[_random.Next(_made.Count)];

    private string Several(Func<string> make) => string.Concat(Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => make()));

    private static string Indented(string text, int by) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => line.Length > 0 ? new string(' ', by) + line + "\n" : "\n"));

    private string Labels() => "labels:\n" + Several(() =>
        $"- pairs: {{{_objects.Pick(["app: w", "team: z", "k: \"1\""])}}}\n" +
        (_objects.Chance(3) ? "  includeSelectors: true\n" : "") + (_objects.Chance(3) ? "  includeTemplates: true\n" : "") +
        (_objects.Chance(5) ? $"  fields: [{{path: {_objects.Pick(["spec/x/labels", "spec/template/spec/l", "data"])}, create: {_objects.Pick(["true", "false"])}{_objects.Pick(["", ", kind: Deployment", ", group: apps", ", version: v1"])}}}]\n" : ""));

    private string Images() => "images:\n" + Several(() =>
        $"- name: {_objects.Pick(["nginx", "busybox", "reg.io:5000/team/app", "team/app", "n.*", "app"])}\n" +
        _objects.Pick(["  newTag: v9\n", "  newName: other/name\n", "  digest: sha256:abc\n", "  newName: a\n  newTag: \"1.0\"\n", "  tagSuffix: -x\n", "  newTag: t\n  digest: sha256:d\n", "  newName: n:1\n"]));

    private string Generator(string field, string folder) => field + ":\n" + Several(() =>
    {
        var name = $"g{_file++}.txt";
        Files[$"{folder}/{name}"] = _objects.Pick(RandomObjects.Values);
        Files[$"{folder}/{name}.env"] = $"E={_objects.Pick(["1", "a b", "'q'", "x=y"])}\n# c\n  F={_objects.Pick(["", "é"])}\n";
        var kind = field[0] == 's' ? "Secret" : "ConfigMap";
        var again = _generated.Where(g => g.Kind == kind).Select(g => g.Name).ToList();
        var behavior = _objects.Pick(["create", "merge", "replace", "", "merge"]);
        var title = again.Count > 0 && behavior is "merge" or "replace" ? again.Count > 0 ? _objects.Pick(again) : "web" : _objects.Pick(RandomObjects.Names);
        if (_taken.Add($"{kind}/{title}"))
        {
            behavior = _objects.Chance(30) ? "merge" : "";
        }
        else if (again.Contains(title) && _objects.Chance(2))
        {
            behavior = _objects.Pick(["merge", "replace"]);
        }
        else if (!_objects.Chance(30))
        {
            (title, behavior) = ($"g{_file++}", "");
        }

        _generated.Add((kind, title));
        return $"- name: {title}\n" + (behavior.Length > 0 ? $"  behavior: {behavior}\n" : "") +
            (_objects.Chance(2) ? $"  literals: [a=b, 'k={_objects.Pick(["v", "1", "x y", "\"q\""])}']\n" : "") +
            (_objects.Chance(3) ? $"  files: [{name}, k2={name}]\n" : "") +
            (_objects.Chance(4) ? $"  envs: [{name}.env]\n" : "") +
            (_objects.Chance(25) ? $"  namespace: {_objects.Pick(["one", "two"])}\n" : "") +
            (field[0] == 's' && _objects.Chance(3) ? "  type: kubernetes.io/x\n" : "") +
            (_objects.Chance(5) ? $"  options: {{{_objects.Pick(["disableNameSuffixHash: true", "labels: {o: p}", "annotations: {o: '1'}", "immutable: true"])}}}\n" : "");
    });

    private string PatchEntry()
    {
        var target = Target();
        var json = _objects.Chance(3);
        var text = json ? _patches.Json(target) : _patches.Strategic(target);
        var selector = json || _objects.Chance(3) ? $"  target: {{{Selector(target)}}}\n" : "";
        var options = !json && _objects.Chance(8) ? $"  options: {{{_objects.Pick(["allowNameChange: true", "allowKindChange: false", "allowNameChange: true, allowKindChange: true"])}}}\n" : "";
        return "- patch: |-\n" + Indented(text, 4) + selector + options;
    }

    private string Selector(MapNode target) => _random.Next(7) switch
    {
        0 => $"kind: {target["kind"]}",
        1 => $"name: {((MapNode)target["metadata"]!)["name"]}",
        2 => "name: w.*",
        3 => "labelSelector: " + _objects.Pick(["app=web", "\"team in (a, b)\"", "app", "\"!app\"", "app!=web"]),
        4 => "kind: Deployment|Service, namespace: o.*",
        5 => "group: apps, version: v1",
        _ => $"kind: {target["kind"]}, name: {((MapNode)target["metadata"]!)["name"]}",
    };

    private string Json6902()
    {
        var target = Target();
        var (group, version) = target["apiVersion"]!.ToString()!.Split('/') is [var g, var v] ? (g, v) : ("", target["apiVersion"]!.ToString()!);
        return $"- target: {{{(group.Length > 0 ? $"group: {group}, " : "")}version: {version}, kind: {target["kind"]}, name: {((MapNode)target["metadata"]!)["name"]}}}\n  patch: |-\n" + Indented(_patches.Json(target), 4);
    }

    private string Replacement()
    {
        var (source, target) = (Target(), Target());
        var options = _objects.Chance(3) ? $"    options: {{{_objects.Pick(["create: true", "delimiter: /, index: 0", "delimiter: ':', index: 1", "delimiter: '-', index: -1", "create: true, delimiter: '-', index: 9"])}}}\n" : "";
        var from = _objects.Chance(8) ? $"- sourceValue: {_objects.Pick(["x", "\"1\"", "'a: b'"])}\n"
            : $"- source:\n    kind: {source["kind"]}\n    name: {((MapNode)source["metadata"]!)["name"]}\n" + (_objects.Chance(2) ? $"    fieldPath: {_patches.Path(source)}\n" : "") +
                (_objects.Chance(6) ? "    options: {delimiter: '-', index: 0}\n" : "");
        return from + $"  targets:\n  - select: {{{Selector(target).Replace("w.*", "web", StringComparison.Ordinal)}}}\n" +
            (_objects.Chance(6) ? "    reject: [{kind: Service}]\n" : "") + $"    fieldPaths: [{_patches.Path(target)}]\n" + options;
    }

    private string Transformer() => "- |-\n" + Indented(
        Named(_random.Next(9) switch
        {
            0 => "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: t}\nprefix: t-\nfieldSpecs: [{path: metadata/name}, {path: metadata/labels/app}]\n",
            1 => "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: t}\nlabels: {t: u}\nfieldSpecs: [{path: metadata/labels, create: true}, {path: spec/template/metadata/labels, kind: Deployment}]\n",
            2 => "apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: t, namespace: three}\nunsetOnly: true\n",
            3 => "apiVersion: builtin\nkind: AnnotationsTransformer\nmetadata: {name: t}\nannotations: {t: '1'}\nfieldSpecs: [{path: metadata/annotations, create: true}]\n",
            4 => "apiVersion: builtin\nkind: ImageTagTransformer\nmetadata: {name: t}\nimageTag: {name: nginx, newTag: tt}\nfieldSpecs: [{path: spec/image}]\n",
            5 => "apiVersion: builtin\nkind: ReplicaCountTransformer\nmetadata: {name: t}\nreplica: {name: web, count: 7}\nfieldSpecs: [{path: spec/replicas, kind: Deployment, create: true}]\n",
            6 => "apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: t, namespace: three}\nsetRoleBindingSubjects: " + _objects.Pick(["none", "allServiceAccounts", "defaultOnly"]) + "\nfieldSpecs: [{path: metadata/namespace, create: true}]\n",
            7 => "apiVersion: builtin\nkind: SuffixTransformer\nmetadata: {name: t}\nsuffix: -t\nfieldSpecs: [{path: metadata/name, kind: Deployment}]\n",
            _ => "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: t}\npatch: '[{\"op\": \"add\", \"path\": \"/metadata/labels\", \"value\": {\"t\": \"u\"}}]'\ntarget: {kind: Service}\n",
        }),
        2);

    // Two configurations of one name are an error.
    private string Named(string text) => _objects.Chance(40) ? text : text.Replace("name: t", $"name: t{_file++}", StringComparison.Ordinal);
}
