namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>What says where names, labels, images and lists are: configurations, definitions, schemas, vars.</summary>
internal sealed class RandomSettings(RandomTree tree)
{
    public string Vars() =>
        $"vars: [{{name: VAR, objref: {{apiVersion: v1, kind: {tree.Pick(["Service", "ConfigMap", "Secret"])}, name: {tree.Pick(RandomObjects.Names)}}}{tree.Pick(["", ", fieldref: {fieldpath: metadata.namespace}", ", fieldref: {fieldPath: data.k}"])}}}]\n";

    public string Configurations(string folder) => $"configurations: [{tree.File(folder, tree.Several(Configuration))}]\n";

    public string Crds(string folder) => $"crds: [{(tree.Chance(2) ? tree.File(folder, Definition(), ".json") : tree.File(folder, Definition()))}]\n";

    public string OpenApi(string folder) => $"openapi: {{path: {tree.File(folder, Schema(), ".json")}}}\n";

    private string Configuration() => tree.Random.Next(9) switch
    {
        0 => "namePrefix:\n- {path: metadata/name, kind: Deployment}\n" + (tree.Chance(2) ? "- {path: spec/size, kind: Widget}\n" : ""),
        1 => $"nameReference:\n- kind: {tree.Pick(["ConfigMap", "Secret", "Service", "Deployment"])}\n  version: v1\n  fieldSpecs:\n  - {{path: {tree.Pick(["spec/size", "spec/parts/name", "data/k", "metadata/annotations/note", "spec/selector/a"])}, {tree.Pick(["kind: Widget", "kind: ConfigMap", "group: example.com", "kind: Widget, version: v1"])}}}\n",
        2 => $"commonLabels:\n- {{path: {tree.Pick(["spec/selector", "'spec/parts[]/labels'", "metadata/labels"])}, create: {tree.Pick(["true", "false"])}, kind: {tree.Pick(["Widget", "ConfigMap", "Job"])}}}\n",
        3 => "commonAnnotations:\n- {path: spec/notes, create: true, kind: Widget}\n",
        4 => $"images:\n- {{path: {tree.Pick(["spec/image", "spec/parts/image", "'spec/containers[]/image'", "spec/size"])}, kind: Widget}}\n",
        5 => "replicas:\n- {path: spec/count, create: true, kind: Widget}\n",
        6 => $"varReference:\n- {{path: {tree.Pick(["spec/size", "data/k", "metadata/annotations/note", "spec/parts/name"])}, kind: {tree.Pick(["Widget", "ConfigMap"])}}}\n",
        7 => $"namespace:\n- {{path: {tree.Pick(["spec/where", "metadata/namespace", "spec/parts/where"])}, create: true, kind: {tree.Pick(["Widget", "ConfigMap", "Namespace"])}}}\n",
        _ => "nameSuffix:\n- {path: metadata/annotations/note}\n",
    };

    private string Definition() =>
        "{\"example.com/v1.Widget\": {\"Schema\": {\"properties\": {\"apiVersion\": {\"type\": \"string\"}, \"kind\": {\"type\": \"string\"}, \"metadata\": {\"$ref\": \"m\"}, \"spec\": {\"$ref\": \"example.com/v1.WidgetSpec\"}}}}, " +
        "\"example.com/v1.WidgetSpec\": {\"Schema\": {\"properties\": {" + tree.Pick(
        [
            "\"size\": {\"type\": \"string\", \"x-kubernetes-object-ref-api-version\": \"v1\", \"x-kubernetes-object-ref-kind\": \"ConfigMap\"}",
            "\"selector\": {\"type\": \"object\", \"x-kubernetes-label-selector\": \"\"}, \"notes\": {\"x-kubernetes-annotation\": \"\"}",
            "\"size\": {\"x-kubernetes-identity\": \"\"}",
            "\"parts\": {\"type\": \"array\", \"x-kubernetes-object-ref-api-version\": \"v1\", \"x-kubernetes-object-ref-kind\": \"Secret\", \"x-kubernetes-object-ref-name-key\": \"name\"}",
        ]) + "}}}}\n";

    private string Schema() =>
        "{\"definitions\": {\"com.example.v1.Widget\": {\"properties\": {\"spec\": {\"properties\": {\"parts\": {\"type\": \"array\", \"items\": {\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}}}, " +
        tree.Pick(["\"x-kubernetes-patch-merge-key\": \"name\", \"x-kubernetes-patch-strategy\": \"merge\"", "\"x-kubernetes-patch-strategy\": \"merge\"", "\"x-kubernetes-list-map-keys\": [\"name\"], \"x-kubernetes-list-type\": \"map\"", "\"x-kubernetes-patch-merge-key\": \"n\", \"x-kubernetes-patch-strategy\": \"merge\""]) +
        "}}}}, \"type\": \"object\", \"x-kubernetes-group-version-kind\": [{\"group\": \"example.com\", \"kind\": \"Widget\", \"version\": \"v1\"}]}}}\n";
}
