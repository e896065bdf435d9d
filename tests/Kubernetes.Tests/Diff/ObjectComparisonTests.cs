using CsCheck;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Diff;

namespace Plumbline.Kubernetes.Tests.Diff;

public sealed class ObjectComparisonTests
{
    private static readonly ObjectComparison Sut = new();

    private static readonly Gen<Node> Scalars = Gen.OneOf(
        Gen.Int[0, 3].Select(i => (Node)ScalarNode.Of(i)), Gen.Bool.Select(b => (Node)ScalarNode.Of(b)),
        OneOf("a", "b", "").Select(t => (Node)ScalarNode.Of(t)), Gen.Const((Node)ScalarNode.Null));

    private static readonly Gen<Node> Trees = Gen.Recursive<Node>((depth, below) => depth > 3
        ? Scalars
        : Gen.OneOf(Scalars, below.Array[0, 3].Select(i => (Node)new ListNode(i)),
            Gen.Select(OneOf("name", "ports", "env", "x.y", "kind"), below).Array[0, 4].Select(MapOf)));

    [Fact]
    public void An_object_does_not_differ_from_itself() =>
        Trees.Sample(t => Sut.Compare(Around(t), Around(t)).Count == 0, iter: 2000);

    [Fact]
    public void The_order_of_keys_does_not_count() =>
        Gen.Select(Trees, Trees).Sample((a, b) =>
            Render(Sut.Compare(Around(a), Around(b))) == Render(Sut.Compare(Around(Turned(a)), Around(Turned(b)))), iter: 2000);

    [Fact]
    public void A_difference_is_seen_from_both_sides() =>
        Gen.Select(Trees, Trees).Sample((a, b) =>
            Sut.Compare(Around(a), Around(b)).Count > 0 == Sut.Compare(Around(b), Around(a)).Count > 0, iter: 2000);

    [Fact]
    public void Items_are_matched_by_key_and_named_in_the_path()
    {
        var live = Objects.FromYaml("{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: cart, image: 'a:1', ports: [{containerPort: 80, protocol: TCP}]}, {name: old}]}}");
        var next = Objects.FromYaml("{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{name: new}, {name: cart, image: 'a:2', ports: [{containerPort: 80, protocol: TCP, name: web}]}]}}");

        Assert.Equal(
            ["spec.containers[new]: - → {\"name\":\"new\"}", "spec.containers[cart].image: \"a:1\" → \"a:2\"", "spec.containers[cart].ports[80,TCP].name: - → \"web\"", "spec.containers[old]: {\"name\":\"old\"} → -"],
            Lines(Sut.Compare(live, next)));
    }

    [Fact]
    public void A_changed_order_of_items_is_a_difference()
    {
        var live = Objects.FromYaml("{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {initContainers: [{name: a}, {name: b}]}}");
        var next = Objects.FromYaml("{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {initContainers: [{name: b}, {name: a}]}}");

        Assert.Equal(["spec.initContainers(order): [\"a\",\"b\"] → [\"b\",\"a\"]"], Lines(Sut.Compare(live, next)));
    }

    [Fact]
    public void What_the_server_and_the_tools_write_for_themselves_is_left_out()
    {
        var live = Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, uid: u, resourceVersion: '1', generation: 1, selfLink: /x, creationTimestamp: t, managedFields: [], annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}', argocd.argoproj.io/tracking-id: a}}, status: {x: 1}}");
        var next = Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}");

        Assert.Empty(Sut.Compare(live, next));
    }

    [Fact]
    public void The_last_writer_of_a_drifted_field_is_named()
    {
        var live = Objects.FromJson("""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","managedFields":[
             {"manager":"plumbline","operation":"Apply","time":"2026-01-01T00:00:00Z","fieldsV1":{"f:data":{"f:b":{}}}},
             {"manager":"kubectl-edit","operation":"Update","time":"2026-01-02T00:00:00Z","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"9","b":"1"}}
            """);
        var next = Objects.FromJson("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"1","b":"2"}}""");

        Assert.Equal(["kubectl-edit at 2026-01-02T00:00:00Z", "plumbline at 2026-01-01T00:00:00Z"], Sut.Compare(live, next).Select(c => c.LastWriter));
    }

    [Fact]
    public void A_new_and_a_removed_object_show_their_fields()
    {
        var value = Objects.FromYaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: b}}");

        Assert.Equal(["apiVersion", "data", "kind", "metadata.name"], Sut.Compare(null, value).Select(c => c.Path));
        Assert.All(Sut.Compare(value, null), c => Assert.Null(c.After));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static KubernetesObject Around(Node spec)
    {
        var value = Objects.FromYaml("{apiVersion: x/v1, kind: Thing, metadata: {name: x}}");
        value.Root.Set("spec", spec);
        return value;
    }

    private static Node MapOf((string Key, Node Value)[] entries)
    {
        var map = new MapNode();
        foreach (var (key, value) in entries)
        {
            map.Set(key, value);
        }

        return map;
    }

    private static Node Turned(Node node) => node is MapNode map
        ? MapOf([.. map.AsEnumerable().Reverse().Select(e => (e.Key, Turned(e.Value)))])
        : node is ListNode list ? new ListNode(list.AsEnumerable().Select(Turned)) : node;

    // Values of changes are shown with the keys as they were written; only their canonical form is compared.
    private static string Render(IReadOnlyList<FieldChange> changes) => string.Join('\n', changes.Select(c => $"{c.Path}: {Canonical(c.Before)} → {Canonical(c.After)}"));

    private static string Canonical(Node? node) => node is null ? "-" : System.Text.Encoding.UTF8.GetString(JsonTree.WriteCanonical(node));

    private static IEnumerable<string> Lines(IReadOnlyList<FieldChange> changes) =>
        changes.Select(c => $"{c.Path}: {(c.Before is null ? "-" : JsonTree.ToText(c.Before))} → {(c.After is null ? "-" : JsonTree.ToText(c.After))}");
}
