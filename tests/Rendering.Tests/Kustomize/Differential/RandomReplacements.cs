using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>Replacements between fields of objects, in the kustomization or in a file.</summary>
internal sealed class RandomReplacements(RandomTree tree)
{
    public string Entry(string folder)
    {
        var text = One();
        return tree.Chance(6) ? $"- path: {tree.File(folder, tree.Chance(2) ? "- " + text[2..] + (tree.Chance(3) ? One() : "") : RandomTree.Indented(text, 0).Replace("\n  ", "\n", StringComparison.Ordinal)[2..])}\n" : text;
    }

    /// <summary>One replacement as an item of a list.</summary>
    public string One()
    {
        var source = tree.Target();
        var from = tree.Chance(8) ? $"- sourceValue: {tree.Pick(["x", "\"1\"", "'a: b'", "''"])}\n"
            : $"- source:\n    {tree.Pick(["kind: " + source["kind"] + "\n    name: " + RandomTree.Name(source), Versioned(source), Versioned(source), tree.Chance(4) ? "name: " + RandomTree.Name(source) : Versioned(source)])}\n" +
                (tree.Chance(2) ? $"    fieldPath: {Path(source)}\n" : "") +
                (tree.Chance(6) ? $"    options: {{{tree.Pick(["delimiter: '-', index: 0", "delimiter: ':', index: 1", "delimiter: '/'", "encoding: base64"])}}}\n" : "");
        return from + "  targets:\n" + string.Concat(Enumerable.Range(0, 1 + (tree.Random.Next(3) / 2)).Select(_ => Target()));
    }

    private static string Versioned(MapNode source) =>
        (source["apiVersion"]!.ToString()!.Split('/') is [var group, var version] ? $"group: {group}\n    version: {version}" : "version: v1") + $"\n    kind: {source["kind"]}\n    name: {RandomTree.Name(source)}";

    private string Target()
    {
        var target = tree.Target();
        var options = tree.Chance(2) ? $"    options: {{{tree.Pick(["create: true", "create: true", "create: true", "delimiter: /, index: 0", "delimiter: ':', index: 1", "delimiter: '-', index: -1", "create: true, delimiter: '-', index: 9", "delimiter: '.'", "encoding: base64"])}}}\n" : "";
        return $"  - select: {{{tree.Selector(target, patterns: tree.Chance(6))}}}\n" +
            (tree.Chance(6) ? $"    reject: [{{{tree.Pick(["kind: Service", "name: w.*", "namespace: one", "name: api, kind: Deployment"])}}}]\n" : "") +
            (tree.Chance(6) ? "" : $"    fieldPaths: [{Path(target)}{(tree.Chance(5) ? ", " + Path(target) : "")}]\n") + options;
    }

    // Lists are written by position, by a field of the item, or all at once.
    private string Path(MapNode target)
    {
        var path = tree.Patches.Path(target);
        return tree.Random.Next(6) switch
        {
            0 => path.Replace(".0.", ".*.", StringComparison.Ordinal).Replace(".1.", ".*.", StringComparison.Ordinal),
            1 => path.Replace("containers.0.", "containers.[name=c0].", StringComparison.Ordinal).Replace("env.0.", "env.[name=A].", StringComparison.Ordinal)
                .Replace("ports.0.", "ports.[containerPort=80].", StringComparison.Ordinal),
            2 when tree.Chance(4) => tree.Pick(["metadata.name", "metadata.labels.app", "metadata.annotations.note", "metadata.annotations.a\\.b/c", "metadata.namespace", "spec.replicas", "data", "data.b\\.yaml", "spec.template.metadata.labels.new"])
                is var known ? $"'{known}'" : "",
            _ => path,
        };
    }
}
