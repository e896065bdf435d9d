namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>What small slips in kustomizations that otherwise work lead to.</summary>
public sealed class MutatedInputTests
{
    private const string Binding = "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: b}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}\nsubjects:\n";
    private const string Role = "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\n";

    [Theory]
    [InlineData("namePrefix: [{kind: 5, path: a}]", "number into Go struct field FieldSpec.namePrefix.Gvk.kind")]
    [InlineData("nameReference: [{kind: a, fieldSpecs: [{path: 5, kind: 1.5}]}]", "number into Go struct field FieldSpec.nameReference.fieldSpecs.Gvk.kind")]
    [InlineData("namePrefix: [{group: true, path: a}]", "bool into Go struct field FieldSpec.namePrefix.Gvk.group")]
    public void A_kind_in_a_configuration_has_to_be_a_text(string text, string expected) => Assert.Equal(
        $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {expected} of type string",
        Written.Build(("kustomization.yaml", "resources: [in.yaml]\nconfigurations: [c.yaml]\n"), ("c.yaml", text), ("in.yaml", Written.ConfigMap)).Error);

    [Theory]
    [InlineData("apiVersion: null\nkind: Thing\n", "")]
    [InlineData("apiVersion: ~\nkind: Deployment\n", "node-referrerOriginal 'APIVersion' mismatch '' != '~'")]
    public void An_object_whose_fields_may_refer_to_others_has_a_version(string head, string expected) =>
        Assert.Equal(expected, Written.Build("resources: [in.yaml]\n", head + "metadata: {name: x}\n").Error ?? "");

    [Fact]
    public void A_value_that_went_through_JSON_is_shown_in_blocks() => Assert.EndsWith(
        "node contents:\na: b\n",
        Written.Build("resources: [in.yaml]\nnamePrefix: p-\npatches:\n- target: {kind: ConfigMap}\n  patch: '[{\"op\": \"add\", \"path\": \"/metadata/name\", \"value\": {\"a\": \"b\"}}]'\n", Written.ConfigMap).Error, StringComparison.Ordinal);

    [Fact]
    public void Subjects_that_are_no_list_have_no_namespace_to_set() => Assert.Equal(
        "setting namespace on (cluster)role binding subjects: wrong node kind: expected SequenceNode but got MappingNode: node contents:\nname: x\n",
        Written.Build("resources: [in.yaml]\nnamespace: one\n", Binding + "  name: x\n").Error);

    [Fact]
    public void A_role_of_no_group_is_not_followed()
    {
        var result = Written.Build(
            "resources: [in.yaml]\nnamePrefix: p-\npatches:\n- target: {kind: RoleBinding}\n  patch: '[{\"op\": \"add\", \"path\": \"/roleRef/apiGroup\", \"value\": null}]'\n", Binding + "- {kind: Group, name: g}\n" + Role);

        Assert.Contains("  apiGroup: null\n  kind: Role\n  name: r\n", result.ToYaml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subjects.[name=g].kind")]
    [InlineData("subjects[0].kind")]
    [InlineData(".subjects.0.kind")]
    public void A_var_finds_items_of_a_list(string path)
    {
        var result = Written.Build(
            ("kustomization.yaml", $"resources: [in.yaml]\nconfigurations: [c.yaml]\nvars: [{{name: V, objref: {{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, name: b}}, fieldref: {{fieldpath: '{path}'}}}}]\n"),
            ("c.yaml", "varReference: [{kind: Role, path: note}]\n"),
            ("in.yaml", Binding + "- {kind: Group, name: g}\n" + Role + "note: is $(V)\n"));

        Assert.Contains("note: is Group\n", result.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_that_takes_all_annotations_away_takes_what_changed_the_object_with_them()
    {
        var result = Written.Build(
            ("kustomization.yaml", "resources: [base]\nbuildMetadata: [originAnnotations, transformerAnnotations]\npatches:\n- target: {kind: ConfigMap}\n  patch: '[{\"op\": \"add\", \"path\": \"/metadata/annotations\", \"value\": {\"q\": \"r\"}}]'\nnamePrefix: p-\n"),
            ("base/kustomization.yaml", "resources: [in.yaml]\nnameSuffix: -s\n"),
            ("base/in.yaml", Written.ConfigMap));

        Assert.Equal(
            "apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  annotations:\n" +
            "    alpha.config.kubernetes.io/transformations: |\n      - configuredIn: kustomization.yaml\n        configuredBy:\n          apiVersion: builtin\n          kind: PrefixTransformer\n" +
            "    config.kubernetes.io/origin: |\n      configuredIn: kustomization.yaml\n      configuredBy:\n        apiVersion: builtin\n        kind: PatchTransformer\n" +
            "    q: r\n  name: p-settings-s\n",
            result.ToYaml());
    }

    [Fact]
    public void Of_an_annotation_that_stands_several_times_the_last_counts() => Assert.Equal(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  annotations:\n    a: z\n  name: s\n",
        Written.Build("resources: [in.yaml]\n", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  annotations:\n    a: x\n    a: y\n    a: z\n").ToYaml());

    [Fact]
    public void Of_annotations_that_stand_twice_the_empty_ones_do_not_count()
    {
        var result = Written.Build("resources: [in.yaml]\n", Written.ConfigMap.Replace("  name: settings\n", "  annotations:\n  annotations:\n    a: b\n  name: settings\n", StringComparison.Ordinal));

        Assert.Equal(Written.ConfigMap.Replace("data:\n  a: b\n", "", StringComparison.Ordinal).Replace("kind", "data:\n  a: b\nkind", StringComparison.Ordinal)
            .Replace("metadata:\n", "metadata:\n  annotations:\n    a: b\n", StringComparison.Ordinal), result.ToYaml());
    }
}
