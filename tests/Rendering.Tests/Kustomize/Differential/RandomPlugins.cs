namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>Built-in transformers and generators that are configured like objects.</summary>
internal sealed class RandomPlugins(RandomTree tree, RandomReplacements replacements)
{
    public string Transformer(string folder) => Entry(folder, tree.Random.Next(17) switch
    {
        0 => Head("PrefixTransformer") + "prefix: t-\nfieldSpecs: [{path: metadata/name}, {path: metadata/labels/app}]\n",
        1 => Head("LabelTransformer") + "labels: {t: u}\nfieldSpecs: [{path: metadata/labels, create: true}, {path: spec/template/metadata/labels, kind: Deployment}]\n",
        2 => Head("NamespaceTransformer", ", namespace: three") + "unsetOnly: true\n",
        3 => Head("AnnotationsTransformer") + "annotations: {t: '1'}\nfieldSpecs: [{path: metadata/annotations, create: true}]\n",
        4 => Head("ImageTagTransformer") + "imageTag: {name: nginx, newTag: tt}\nfieldSpecs: [{path: spec/image}]\n",
        5 => Head("ReplicaCountTransformer") + "replica: {name: web, count: 7}\nfieldSpecs: [{path: spec/replicas, kind: Deployment, create: true}]\n",
        6 => Head("NamespaceTransformer", ", namespace: three") + $"setRoleBindingSubjects: {tree.Pick(["none", "allServiceAccounts", "defaultOnly"])}\nfieldSpecs: [{{path: metadata/namespace, create: true}}]\n",
        7 => Head("SuffixTransformer") + "suffix: -t\nfieldSpecs: [{path: metadata/name, kind: Deployment}]\n",
        8 => Head("PatchTransformer") + "patch: '[{\"op\": \"add\", \"path\": \"/metadata/labels\", \"value\": {\"t\": \"u\"}}]'\ntarget: {kind: Service}\n",
        9 => Head("PatchTransformer") + "patch: |-\n" + RandomTree.Indented(Merge(out var selector), 2) + $"target: {{{selector}}}\n",
        10 => Head("PatchStrategicMergeTransformer") + "patches: |-\n" + RandomTree.Indented(tree.Patches.Strategic(tree.Target()), 2),
        11 => Json(),
        12 => Head("ReplacementTransformer") + "replacements:\n" + replacements.One(),
        13 => Head("ValueAddTransformer") + $"value: {tree.Pick(["v", "a-b"])}\ntargets:\n- selector: {{kind: {tree.Pick(["Deployment", "Service", "ConfigMap"])}}}\n  {tree.Pick(["fieldPath: metadata/namespace", "fieldPath: metadata/annotations/note", "fieldPath: spec/extra", "fieldPath: metadata/labels/app\n  filePathPosition: 1"])}\n",
        14 => Head("HashTransformer"),
        15 => Head("SortOrderTransformer") + $"sortOptions: {{order: {tree.Pick(["fifo", "legacy"])}}}\n",
        _ => Head("PrefixSuffixTransformer") + "prefix: q-\nsuffix: -q\nfieldSpecs: [{path: metadata/name}]\n",
    });

    public string Generator(string folder) => Entry(folder, tree.Random.Next(4) switch
    {
        0 => Head("SecretGenerator") + $"literals: [a=b]\n{tree.Pick(["", "type: Opaque\n", "options: {disableNameSuffixHash: true}\n"])}",
        1 => Head("IAMPolicyGenerator") + "cloud: gke\nkubernetesService: {name: sa, namespace: one}\nserviceAccount: {name: acc, projectId: p}\n",
        _ => Head("ConfigMapGenerator") + $"literals: [a=b, c=d]\n{tree.Pick(["", "options: {labels: {x: y}}\n", "behavior: create\n"])}",
    });

    private string Entry(string folder, string text) => tree.Chance(4) ? $"- {tree.File(folder, text)}\n" : "- |-\n" + RandomTree.Indented(text, 2);

    // Two configurations of one name are an error.
    private string Head(string kind, string metadata = "") => $"apiVersion: builtin\nkind: {kind}\nmetadata: {{name: t{(tree.Chance(60) ? 0 : tree.Number())}{metadata}}}\n";

    private string Merge(out string selector)
    {
        var target = tree.Target();
        selector = tree.Selector(target);
        return tree.Patches.Strategic(target);
    }

    private string Json()
    {
        var target = tree.Target();
        var group = target["apiVersion"]!.ToString()!.Split('/') is [var g, var v] ? $"group: {g}, version: {v}" : "version: v1";
        return Head("PatchJson6902Transformer") + $"target: {{{group}, kind: {target["kind"]}, name: {RandomTree.Name(target)}}}\njsonOp: |-\n" + RandomTree.Indented(tree.Patches.Json(target), 2);
    }
}
