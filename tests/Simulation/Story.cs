namespace Plumbline.Simulation;

/// <summary>What people do to the repositories: files of the applications, changed at random.</summary>
internal sealed class Story
{
    private const string Apps = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: auto
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: HEAD, path: auto}
          destination: {name: one, namespace: auto}
          syncPolicy:
            automated: {prune: true, selfHeal: true}
            syncOptions: [CreateNamespace=true]
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: gated
          annotations: {plumbline.dev/approval: "slack:#deploys"}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: main, path: gated}
          destination: {name: one, namespace: gated}
          syncPolicy:
            automated: {prune: true}
            syncOptions: [CreateNamespace=true]
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: asked
          annotations: {plumbline.dev/approval: "slack:#deploys"}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, targetRevision: main, path: asked}
          destination: {name: one, namespace: asked}
          syncPolicy: {syncOptions: [CreateNamespace=true]}
        """;

    /// <summary>Names of the applications: one that syncs by itself, one that does so when somebody agrees, one that does so when somebody asks and somebody agrees.</summary>
    public static IReadOnlyList<string> Applications { get; } = ["asked", "auto", "gated"];

    /// <summary>A value that must not be seen outside of git and of the cluster.</summary>
    public const string Canary = "canary-5f1d7c20";

    private readonly World _world;
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _commits = [];
    private int _content;

    public Story(World world)
    {
        _world = world;
        world.Git.Repository(World.Control).Commit("main", new Dictionary<string, string> { ["apps.yaml"] = Apps }, "applications");
        foreach (var app in Applications)
        {
            _files[$"{FolderOf(app)}/config.yaml"] = ConfigMap("config", app);
            _files[$"{FolderOf(app)}/deploy.yaml"] = Deployment("web");
            _files[$"{FolderOf(app)}/secret.yaml"] = Secret("login");
        }

        _files["gated/Chart.yaml"] = "apiVersion: v2\nname: gated\nversion: 1.0.0\n";
        Push();
    }

    /// <summary>Where an application's manifests lie. One is a chart, so that chance and time have a part in plans that are approved.</summary>
    public static string FolderOf(string app) => app == "gated" ? "gated/templates" : app;

    /// <summary>Somebody pushes: changes, adds or removes a file, breaks one, or goes back to an older commit.</summary>
    public void PushSomething()
    {
        var chance = _world.Chance;
        var app = Applications[chance.Next(Applications.Count)];
        switch (chance.Next(9))
        {
            case 0 or 7:
                _files[$"{FolderOf(app)}/extra{chance.Next(3)}.yaml"] = ConfigMap($"extra{chance.Next(3)}");
                break;
            case 1:
                _files.Remove($"{FolderOf(app)}/extra{chance.Next(3)}.yaml");
                break;
            case 2:
                _files[$"{FolderOf(app)}/config.yaml"] = "a: [broken";
                break;
            case 3 when _commits.Count > 1:
                var older = _commits[chance.Next(_commits.Count)];
                _world.Git.Repository(World.Shop).SetRef("refs/heads/main", older);
                _world.Tips.Add(older);
                return;
            case 8:
                _files[$"{FolderOf(app)}/secret.yaml"] = Secret("login");
                break;
            case 4:
                _files[$"{FolderOf(app)}/deploy.yaml"] = Deployment("web");
                break;
            default:
                _files[$"{FolderOf(app)}/config.yaml"] = ConfigMap("config", app);
                break;
        }

        Push();
    }

    /// <summary>The last push of a story: everything can be rendered.</summary>
    public void PushGood()
    {
        foreach (var app in Applications)
        {
            _files[$"{FolderOf(app)}/config.yaml"] = ConfigMap("config", app);
        }

        Push();
    }

    /// <summary>Somebody takes an object that is not always there out of the sources.</summary>
    public void GiveUp(string app, string name)
    {
        var files = _files.Where(f => f.Key.StartsWith($"{FolderOf(app)}/extra", StringComparison.Ordinal) && f.Value.Contains($"{{name: {name}}}", StringComparison.Ordinal)).Select(f => f.Key).ToList();
        files.ForEach(f => _files.Remove(f));
        if (files.Count > 0)
        {
            Push();
        }
    }

    private void Push()
    {
        _commits.Add(_world.Git.Repository(World.Shop).Commit("main", _files, $"change {_content}"));
        _world.Tips.Add(_commits[^1]);
    }

    private string Secret(string name) => $"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}}}\nstringData: {{password: \"{Canary}-{++_content}\"}}\n";

    private string ConfigMap(string name, string app = "")
    {
        var drawn = app == "gated" ? ", annotations: {drawn: \"{{ randAlphaNum 12 }} {{ now | unixEpoch }}\"}" : "";
        return $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}{drawn}}}\ndata: {{value: v{++_content}}}\n";
    }

    private string Deployment(string name) => string.Join('\n',
        "apiVersion: apps/v1", "kind: Deployment", $"metadata: {{name: {name}}}", "spec:", $"  replicas: {1 + (++_content % 4)}",
        $"  template: {{spec: {{containers: [{{name: web, image: \"web:{_content}\"}}]}}}}", "");
}
