namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>Generators of ConfigMaps and Secrets, some of which build on what is there by then.</summary>
internal sealed class RandomGenerators(RandomTree tree)
{
    private readonly List<(string Kind, string Name, string Namespace)> _made = [];

    public string Field(string field, string folder) => field + ":\n" + tree.Several(() => Entry(field[0] == 's', folder));

    private string Entry(bool secret, string folder)
    {
        var (name, space, behavior) = Identity(secret ? "Secret" : "ConfigMap");
        var file = tree.File(folder, tree.Pick(RandomObjects.Values), ".txt");
        var env = tree.File(folder, $"E={tree.Pick(["1", "a b", "'q'", "x=y", "\"\"", " s "])}\n# c\n  F={tree.Pick(["", "é", "$x"])}\n\nG=\n", ".env");
        return $"- name: {name}\n" + (behavior.Length > 0 ? $"  behavior: {behavior}\n" : "") +
            (tree.Chance(2) ? $"  literals: [a=b, 'k={tree.Pick(["v", "1", "x y", "\"q\"", "=", "a=b", ""])}']\n" : "") +
            (tree.Chance(3) ? $"  files: [{file}, k2={file}]\n" : "") +
            (tree.Chance(4) ? $"  envs: [{env}]\n" : tree.Chance(12) ? $"  env: {env}\n" : "") +
            (space.Length > 0 ? $"  namespace: {space}\n" : "") +
            (secret && tree.Chance(3) ? "  type: kubernetes.io/x\n" : "") +
            (tree.Chance(4) ? $"  options: {{{tree.Pick(["disableNameSuffixHash: true", "labels: {o: p}", "annotations: {o: '1'}", "immutable: true", "disableNameSuffixHash: true, labels: {gen: z}, annotations: {a: b}"])}}}\n" : "");
    }

    private (string Name, string Namespace, string Behavior) Identity(string kind)
    {
        var again = _made.Where(m => m.Kind == kind).ToList();
        if (again.Count > 0 && tree.Chance(2))
        {
            var known = again[tree.Random.Next(again.Count)];
            return (known.Name, known.Namespace, tree.Pick(["merge", "merge", "replace"]));
        }

        var name = tree.Pick(RandomObjects.Names);
        name = tree.Take(kind, name) || tree.Chance(60) ? name : $"g{tree.Number()}";
        var space = tree.Chance(12) ? tree.Pick(["one", "two"]) : "";
        _made.Add((kind, name, space));
        return (name, space, tree.Chance(60) ? "merge" : tree.Chance(4) ? "create" : "");
    }
}
