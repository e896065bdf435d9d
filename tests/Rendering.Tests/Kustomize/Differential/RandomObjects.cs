using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Tests.Kustomize.Differential;

/// <summary>Objects as people write them, whose names, references and values are drawn from small pools so that they meet.</summary>
internal sealed class RandomObjects(Random random)
{
    public static readonly string[] Names = ["web", "api", "db", "web-a"];
    public static readonly string[] Images = ["nginx", "nginx:1.2", "reg.io:5000/team/app:v1", "busybox@sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3", "team/app"];

    public static readonly string[] Values =
    [
        "a", "1", "true", "yes", "y", "1.0", "1e3", "0x1F", "0o7", "007", "1_0", "~", "null", "", " x", "x ", "a: b", "a:b", "a #b", "#b", "- x", "-", "*x", "&x", "!x", "@x", "%x", "[x", "{x}", "x]",
        "\"q\"", "it's", "'q'", "a\nb", "a\nb\n", "a\n\nb\n\n", " a\nb", "a\tb", "\ta", "a \nb", "é", "😀", "12:30", "2001-01-01", "0.5", "-1", "+1", ".5", "=", "<<", "?", "? x", "|", ">", "a\\b",
        "this is a text that is longer than eighty characters, so that a writer may want to fold it somewhere",
        "averyveryveryveryveryveryveryveryveryveryveryveryveryveryverylongwordwithoutanyspaceinit,followed by words",
        "\u2028", "\u00a0x", "NaN", ".inf", "off", "No", "TRUE", "\r", "a\rb", "\u0085", "0b1", "1__0", "1.", "1e", "e1", "0x", "9223372036854775808", "12345678901234567890123",
    ];

    public string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];

    public bool Chance(int oneIn) => random.Next(oneIn) == 0;

    /// <summary>An object of a random kind.</summary>
    public MapNode Any()
    {
        var name = Pick(Names);
        var text = random.Next(24) switch
        {
            0 or 1 or 2 or 3 => Workload(Pick(["Deployment", "Deployment", "StatefulSet", "DaemonSet"]), "apps/v1"),
            4 => $"apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: {name}}}\nspec:\n  schedule: '* * * * *'\n  jobTemplate:\n    spec:\n      template:\n        spec: {Pod()}\n",
            5 => $"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: {name}}}\nspec:\n  template:\n    metadata: {{labels: {{job: {name}}}}}\n    spec: {Pod()}\n",
            6 or 7 or 8 => $"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec:\n  selector: {{app: {name}}}\n  ports: [{{port: 80, targetPort: http}}, {{port: 80, protocol: UDP, name: u}}]\n",
            9 or 10 => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{k: v}}\n",
            11 => $"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}}}\ntype: Opaque\ndata: {{k: dg==}}\n",
            12 => $"apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: {Pick([name, "default"])}}}\nimagePullSecrets: [{{name: {Pick(Names)}}}]\n",
            13 => $"apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {{name: {name}}}\nrules:\n- apiGroups: ['']\n  resources: [configmaps, secrets]\n  resourceNames: [{Pick(Names)}, {Pick(Names)}]\n  verbs: [get]\n",
            14 => $"apiVersion: rbac.authorization.k8s.io/v1\nkind: {Pick(["RoleBinding", "ClusterRoleBinding"])}\nmetadata: {{name: {name}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {Pick(["Role", "ClusterRole"])}, name: {Pick(Names)}}}\nsubjects:\n- {{kind: ServiceAccount, name: {Pick(["default", "web", "api"])}, namespace: {Pick(["one", "two"])}}}\n- {{kind: {Pick(["User", "Group", "ServiceAccount"])}, name: {Pick(Names)}}}\n",
            15 => $"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: {name}}}\nspec:\n  tls: [{{secretName: {Pick(Names)}, hosts: [x.y]}}]\n  rules:\n  - host: x.y\n    http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: {Pick(Names)}, port: {{number: 80}}}}}}}}]}}\n",
            16 => $"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: {name}}}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {Pick(Names)}}}\n",
            17 => $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: {Pick(["one", "two"])}}}\n",
            18 => $"apiVersion: example.com/v1\nkind: Widget\nmetadata: {{name: {name}}}\nspec:\n  size: {Pick(["1", "1.5", "big"])}\n  parts: [{{name: a, n: 1}}, {{name: b, n: 2}}]\n  containers: [{{name: c, image: {Pick(Images)}}}]\n  selector: {{a: b}}\n",
            19 => $"apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: {name}}}\nspec: {{minAvailable: 1, selector: {{matchLabels: {{app: {name}}}}}}}\n",
            20 => $"apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}}}\nspec:\n  podSelector: {{matchLabels: {{app: {name}}}}}\n  ingress: [{{from: [{{podSelector: {{matchLabels: {{app: x}}}}}}]}}]\n",
            21 => $"apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: {name}}}\nspec: {{accessModes: [ReadWriteOnce], storageClassName: {Pick(Names)}, volumeName: {Pick(Names)}}}\n",
            22 => $"apiVersion: admissionregistration.k8s.io/v1\nkind: {Pick(["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"])}\nmetadata: {{name: {name}}}\nwebhooks: [{{name: a.b.c, clientConfig: {{service: {{name: {Pick(Names)}, namespace: {Pick(["one", "two"])}}}}}}}]\n",
            _ => $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {Pod()}\n",
        };
        var map = (MapNode)YamlReader.ReadOne(text, null, new YamlReadOptions { Dialect = YamlDialect.Kyaml });
        Decorate(map);
        return map;
    }

    /// <summary>A value of any kind.</summary>
    public Node Value(int depth = 0) => random.Next(depth > 1 ? 6 : 9) switch
    {
        0 => ScalarNode.Of(random.Next(-5, 100)),
        1 => ScalarNode.Of(random.Next(2) == 0),
        2 => ScalarNode.Of(random.Next(100) / 8.0),
        < 6 => ScalarNode.Of(Pick(Values)),
        6 => new ListNode([Value(depth + 1), Value(depth + 1)]),
        _ => Map(depth + 1),
    };

    private MapNode Map(int depth)
    {
        var map = new MapNode();
        for (var i = random.Next(3); i >= 0; i--)
        {
            map[Pick(["a", "b", "name", "key-1", "z", "A", "a10", "a9", "é", "x/y", "y"])] = Value(depth + 1);
        }

        return map;
    }

    private void Decorate(MapNode map)
    {
        var metadata = (MapNode)map["metadata"]!;
        if (Chance(5) && map["kind"]!.ToString() != "Namespace")
        {
            metadata["namespace"] = ScalarNode.Of(Pick(["one", "two", "default"]));
        }

        if (Chance(3))
        {
            metadata["labels"] = Texts(["app", "tier", "team"]);
        }

        if (Chance(3))
        {
            metadata["annotations"] = Texts(["note", "a.b/c", "team"]);
        }

        if (map["kind"]!.ToString() == "ConfigMap" && Chance(2))
        {
            map["data"] = Texts(["a", "b.yaml", "c_d", "10", "9"]);
        }

        if (Chance(10))
        {
            metadata["finalizers"] = new ListNode([ScalarNode.Of("a.b/x"), ScalarNode.Of("a.b/y")]);
        }
    }

    private MapNode Texts(string[] keys)
    {
        var map = new MapNode();
        foreach (var key in keys)
        {
            if (Chance(2))
            {
                map[key] = ScalarNode.Of(Chance(2) ? Pick(Values) : Pick(Names));
            }
        }

        return map;
    }

    private string Workload(string kind, string version)
    {
        var name = Pick(Names);
        return $"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec:\n  {(kind == "DaemonSet" ? "minReadySeconds" : "replicas")}: {random.Next(4)}\n  selector: {{matchLabels: {{app: {name}}}}}\n" +
            (kind == "StatefulSet" ? $"  serviceName: {Pick(Names)}\n  volumeClaimTemplates: [{{metadata: {{name: data}}, spec: {{accessModes: [ReadWriteOnce]}}}}]\n" : "") +
            $"  template:\n    metadata: {{labels: {{app: {name}}}}}\n    spec: {Pod()}\n";
    }

    private string Pod()
    {
        var containers = string.Join(", ", Enumerable.Range(0, 1 + random.Next(3)).Select(i => Container("c" + i)));
        var init = Chance(3) ? $", initContainers: [{Container("init")}]" : "";
        var volumes = Chance(2)
            ? $", volumes: [{{name: v1, configMap: {{name: {Pick(Names)}, items: [{{key: a, path: b}}]}}}}, {{name: v2, secret: {{secretName: {Pick(Names)}}}}}, {{name: v3, projected: {{sources: [{{configMap: {{name: {Pick(Names)}}}}}]}}}}, {{name: v4, persistentVolumeClaim: {{claimName: {Pick(Names)}}}}}]" : "";
        var more = Chance(3) ? $", serviceAccountName: {Pick(["default", "web", "api"])}, imagePullSecrets: [{{name: {Pick(Names)}}}], tolerations: [{{key: a, operator: Exists}}], hostAliases: [{{ip: 1.1.1.1, hostnames: [a]}}]" : "";
        return $"{{containers: [{containers}]{init}{volumes}{more}}}";
    }

    private string Container(string name) =>
        $"{{name: {name}, image: '{Pick(Images)}'" +
        (Chance(2) ? $", env: [{{name: A, value: a}}, {{name: B, valueFrom: {{configMapKeyRef: {{name: {Pick(Names)}, key: k}}}}}}, {{name: C, value: '$(A) $(VAR)'}}]" : "") +
        (Chance(3) ? $", envFrom: [{{configMapRef: {{name: {Pick(Names)}}}}}, {{secretRef: {{name: {Pick(Names)}}}}}]" : "") +
        (Chance(2) ? ", ports: [{containerPort: 80, name: http}, {containerPort: 80, protocol: UDP}, {containerPort: 443}]" : "") +
        (Chance(3) ? ", args: [a, --b=$(VAR), '3'], command: [sh]" : "") +
        (Chance(3) ? ", volumeMounts: [{name: v1, mountPath: /a}, {name: v2, mountPath: /b}], resources: {limits: {cpu: 1, memory: 1Gi}}" : "") + "}";
}
