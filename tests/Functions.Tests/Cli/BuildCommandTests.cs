namespace Plumbline.Functions.Tests.Cli;

/// <summary><c>plumb build</c> as a process: kustomize's output, its flags, and how it fails.</summary>
public sealed class BuildCommandTests : IDisposable
{
    private const string Prefixed = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: prod-settings\n";

    private readonly CommandFolder _folder = new CommandFolder()
        .With("base/kustomization.yaml", "resources: [settings.yaml]\n")
        .With("base/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n")
        .With("prod/kustomization.yaml", "resources: [../base]\nnamePrefix: prod-\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Overlay_beside_its_base_is_printed_as_kustomize_prints_it()
    {
        var run = await Plumb.Run(_folder.Full, "build", "prod");

        Assert.Equal(new PlumbRun(0, Prefixed, ""), run);
    }

    [Fact]
    public async Task Folder_is_this_one_when_none_is_named()
    {
        var run = await Plumb.Run(_folder.At("prod"), "build");

        Assert.Equal(new PlumbRun(0, Prefixed, ""), run);
    }

    [Fact]
    public async Task Failure_prints_nothing_but_one_message_and_exits_1()
    {
        _folder.With("prod/kustomization.yaml", "resources: [../base, gone.yaml]\n");

        var run = await Plumb.Run(_folder.Full, "build", "prod");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.StartsWith("✖ cannot build prod ", run.Notes, StringComparison.Ordinal);
        Assert.Contains("gone.yaml", run.Notes, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "no such file or directory")]
    [InlineData("base/settings.yaml", "file is not directory")]
    [InlineData("https://example.com/repo//base?ref=v1", "no remote repositories")]
    public async Task Source_that_is_no_folder_exits_1(string source, string reason)
    {
        var run = await Plumb.Run(_folder.Full, "build", source);

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains(reason, run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build", "--unknown", "prod")]
    [InlineData("build", "prod", "base")]
    [InlineData("bild", "prod")]
    public async Task Wrong_usage_exits_2_and_names_the_way_to_help(params string[] arguments)
    {
        var run = await Plumb.Run(_folder.Full, arguments);

        Assert.Equal((2, ""), (run.Exit, run.Answer));
        Assert.Contains("CliUsage", run.Notes, StringComparison.Ordinal);
        Assert.Contains("--help", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--reorder", "sideways", "illegal flag value --reorder sideways; legal values: [legacy none]")]
    [InlineData("--load-restrictor", "none", "illegal flag value --load-restrictor none; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]")]
    public async Task A_word_that_kustomize_does_not_take_fails_as_it_does_there(string option, string word, string expected)
    {
        var run = await Plumb.Run(_folder.Full, "build", option, word, "prod");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
        Assert.Contains(expected, run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_are_files_listings_and_misses_as_the_user_would_name_them()
    {
        var run = await Plumb.Run(_folder.Full, "build", "--reads", "prod");

        Assert.Equal(0, run.Exit);
        var lines = run.Answer.Split('\n');
        Assert.Contains("file  base/settings.yaml", lines);
        Assert.Contains("file  prod/kustomization.yaml", lines);
        Assert.Contains("miss  prod/kustomization.yml", lines);
    }

    [Fact]
    public async Task Keys_without_a_value_come_from_the_environment_or_the_flag()
    {
        _folder.With("prod/kustomization.yaml", "configMapGenerator:\n- name: env\n  envs: [keys.env]\ngeneratorOptions: {disableNameSuffixHash: true}\n")
            .With("prod/keys.env", "FROM_SHELL\nFROM_FLAG\n");

        var run = await Plumb.Run(_folder.Full, new Dictionary<string, string> { ["FROM_SHELL"] = "shell" }, "", "build", "prod", "-e", "FROM_FLAG=flag", "--env", "FROM_SHELL");

        Assert.Equal("apiVersion: v1\ndata:\n  FROM_FLAG: flag\n  FROM_SHELL: shell\nkind: ConfigMap\nmetadata:\n  name: env\n", run.Answer);
    }

    [Fact]
    public async Task Files_outside_of_the_folder_need_the_restrictor_off()
    {
        _folder.With("prod/kustomization.yaml", "resources: [../base/settings.yaml]\n");

        var refused = await Plumb.Run(_folder.Full, "build", "prod");
        var allowed = await Plumb.Run(_folder.Full, "build", "--load-restrictor", "LoadRestrictionsNone", "prod");

        Assert.Equal(1, refused.Exit);
        Assert.Contains("is not in or below", refused.Notes, StringComparison.Ordinal);
        Assert.Equal(0, allowed.Exit);
    }

    [Fact]
    public async Task Link_out_of_the_folder_is_refused_as_a_file_outside_is()
    {
        _folder.With("prod/kustomization.yaml", "resources: [linked.yaml]\n");
        File.CreateSymbolicLink(_folder.At("prod/linked.yaml"), _folder.At("base/settings.yaml"));

        var run = await Plumb.Run(_folder.Full, "build", "prod");

        Assert.Equal((1, ""), (run.Exit, run.Answer));
    }

    [Fact]
    public async Task Folder_reached_through_a_link_builds_as_the_folder_itself()
    {
        Directory.CreateSymbolicLink(_folder.At("current"), _folder.At("prod"));

        var run = await Plumb.Run(_folder.Full, "build", "current");

        Assert.Equal(new PlumbRun(0, Prefixed, ""), run);
    }

    [Fact]
    public async Task Output_goes_to_a_file_or_to_a_file_for_each_object()
    {
        _folder.With("prod/kustomization.yaml", "resources: [../base, role.yaml]\n")
            .With("prod/role.yaml", "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: 'team:Reader'}\n");
        Directory.CreateDirectory(_folder.At("out"));

        var file = await Plumb.Run(_folder.Full, "build", "prod", "-o", "all.yaml");
        var files = await Plumb.Run(_folder.Full, "build", "prod", "-o", "out");

        Assert.Equal((0, ""), (file.Exit, file.Answer + files.Answer + files.Notes));
        Assert.Contains("kind: ClusterRole", File.ReadAllText(_folder.At("all.yaml")), StringComparison.Ordinal);
        Assert.Equal(["rbac.authorization.k8s.io_v1_clusterrole_team:reader.yaml", "v1_configmap_settings.yaml"], Directory.GetFiles(_folder.At("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commit_of_a_repository_is_built_whatever_the_working_tree_holds()
    {
        await Git("init", "-q", "-b", "main", ".");
        await Git("add", "-A");
        await Git("commit", "-q", "-m", "first");
        await Git("tag", "-a", "-m", "one", "v1");
        await Git("clone", "-q", "--bare", ".", _folder.At("bare.git"));
        _folder.With("base/settings.yaml", "not committed");

        var tag = await Plumb.Run(_folder.Full, "build", ".:v1:prod");
        var bare = await Plumb.Run("/", "build", $"{_folder.At("bare.git")}:refs/heads/main:prod");
        var absent = await Plumb.Run(_folder.Full, "build", "bare.git:v2:prod");

        Assert.Equal(new PlumbRun(0, Prefixed, ""), tag);
        Assert.Equal(new PlumbRun(0, Prefixed, ""), bare);
        Assert.Equal((1, ""), (absent.Exit, absent.Answer));
        Assert.Contains("\"v2\"", absent.Notes, StringComparison.Ordinal);
    }

    private Task Git(params string[] arguments) => CommandGit.Run(_folder.Full, arguments);
}
