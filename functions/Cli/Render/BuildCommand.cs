using System.CommandLine;
using Plumbline.Core.Problems;
using Plumbline.Functions.Cli.Files;
using Plumbline.Functions.Cli.Output;
using Plumbline.Rendering.Kustomize;
using Plumbline.Rendering.Sources;

namespace Plumbline.Functions.Cli.Render;

/// <summary><c>plumb build DIR</c>: what <c>kustomize build</c> prints, with its flags.</summary>
internal static class BuildCommand
{
    private static readonly Argument<string> Source = new("DIR")
    {
        Description = "A kustomization: a folder, or REPO.git:REVISION:PATH. Default: this folder.",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Writes to this file, or one file per object into this folder, instead of standard output.", HelpName = "PATH" };

    private static readonly Option<string?> Reorder = Words("--reorder", "Orders objects by kind, or leaves them as listed. Default: legacy.", "legacy", "none");

    private static readonly Option<string?> Restrictor = Words(
        "--load-restrictor", "Whether files may lie outside of their kustomization's folder. Default: LoadRestrictionsRootOnly.", "LoadRestrictionsRootOnly", "LoadRestrictionsNone");

    private static readonly Option<string[]> Variables = new("--env", "-e")
    {
        Description = "A variable for keys without a value: NAME=VALUE, or NAME for the one of this shell; may be repeated.",
        HelpName = "NAME[=VALUE]",
    };

    private static readonly Option<bool> EnableHelm = new("--enable-helm") { Description = "Inflates helmCharts." };
    private static readonly Option<bool> ManagedBy = new("--enable-managedby-label") { Description = "Adds the label app.kubernetes.io/managed-by." };
    private static readonly Option<string[]> Origins = new("--allow-origin")
    {
        Description = "Where remote bases may come from although it has a private address or speaks http, such as https://git.internal; may be repeated.",
        HelpName = "ORIGIN",
    };

    private static readonly Option<string?> HelmKubeVersion = new("--helm-kube-version") { Description = "Version of Kubernetes that charts of helmCharts see.", HelpName = "VERSION" };
    private static readonly Option<string[]> HelmApiVersions = new("--helm-api-versions") { Description = "API versions that charts of helmCharts see; may be repeated.", HelpName = "NAME" };

    // Scripts written for kustomize keep working; what these ask for is not done, and said so.
    private static readonly (Option Option, string Why)[] WithoutEffect =
    [
        (Quiet<string?>("--helm-command"), "charts are rendered by plumb itself"),
        (Quiet<bool>("--helm-debug"), "charts are rendered by plumb itself"),
        (Quiet<bool>("--enable-alpha-plugins"), "plugins are not run"),
        (Quiet<bool>("--enable-exec"), "plugins are not run"),
        (Quiet<bool>("--network"), "plugins are not run"),
        (Quiet<string?>("--network-name"), "plugins are not run"),
        (Quiet<string[]>("--mount"), "plugins are not run"),
        (Quiet<bool>("--as-current-user"), "plugins are not run"),
    ];

    private static readonly Option<bool> Reads = new("--reads") { Description = "Prints what was read instead: files found, folders listed, names missed." };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("build", "Builds a kustomization, as kustomize build does.") { Source, Output, Reorder, Restrictor, Variables, EnableHelm, HelmKubeVersion, HelmApiVersions, ManagedBy, Origins, Reads };
        foreach (var (option, _) in WithoutEffect)
        {
            command.Options.Add(option);
        }

        Source.RefuseFlags();
        command.SetAction((parsed, token) => Run(parsed, terminal, token));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken token)
    {
        foreach (var (option, why) in WithoutEffect.Where(o => parsed.GetResult(o.Option) is { Implicit: false }))
        {
            await terminal.Notes.WriteLineAsync($"⚠ {option.Name} has no effect: {why}.");
        }

        CheckWord(parsed, Restrictor, "LoadRestrictionsRootOnly", "LoadRestrictionsNone", "");
        CheckWord(parsed, Reorder, "legacy", "none");
        var written = parsed.GetRequiredValue(Source);
        var source = NamedSource.Open(written, terminal.Folder, ExitCode.No);
        var outside = new KustomizeOutside(terminal.Clock) { KubeVersion = parsed.GetValue(HelmKubeVersion) ?? "", ApiVersions = parsed.GetValue(HelmApiVersions) ?? [] };
        var result = await Build(source, Options(parsed, terminal), outside, new OutsideFetch(terminal, parsed.GetValue(Origins) ?? []), token);
        foreach (var warning in result.Warnings)
        {
            terminal.Notes.WriteLine($"⚠ {warning}");
        }

        if (!result.Succeeded)
        {
            throw new CommandFailedException(ExitCode.No, $"cannot build {written}", [.. result.Problems.Select(source.Placed)]);
        }

        if (parsed.GetValue(Reads))
        {
            terminal.Print(ReadSetText.Of(result.Reads, source.Show));
        }
        else if (parsed.GetValue(Output) is { Length: > 0 } output)
        {
            BuildFiles.Write(terminal.Folder.On(output), output, result);
        }
        else
        {
            terminal.Print(result.ToYaml());
        }

        return ExitCode.Done;
    }

    // A build never fetches: it says what it wants from outside, and is run again with that.
    private static async Task<KustomizeResult> Build(NamedSource source, KustomizeOptions options, KustomizeOutside outside, OutsideFetch remote, CancellationToken token)
    {
        while (true)
        {
            var result = KustomizeBuild.Run(source.Tree, source.Path, outside.With(options), token);
            var wanted = outside.TakeWanted();
            if (result.Succeeded || wanted.Count == 0)
            {
                return result;
            }

            foreach (var part in wanted)
            {
                outside.Give(part, await remote.Fetch(part, token));
            }
        }
    }

    private static KustomizeOptions Options(ParseResult parsed, Terminal terminal)
    {
        var variables = new Dictionary<string, string>(terminal.Variables, StringComparer.Ordinal);
        foreach (var variable in parsed.GetValue(Variables) ?? [])
        {
            // A bare name is the shell's own, which is there already.
            if (variable.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
            {
                variables[variable[..equals]] = variable[(equals + 1)..];
            }
        }

        return KustomizeOptions.Default with
        {
            Reorder = parsed.GetValue(Reorder) switch { "none" => Reordering.None, "legacy" => Reordering.Legacy, _ => Reordering.Unspecified },
            LoadRestriction = parsed.GetValue(Restrictor) == "LoadRestrictionsNone" ? LoadRestriction.None : LoadRestriction.RootOnly,
            EnableHelm = parsed.GetValue(EnableHelm),
            ManagedByLabel = parsed.GetValue(ManagedBy),
            Environment = variables,
        };
    }

    private static Option<T> Quiet<T>(string name) => new(name) { Hidden = true };

    private static Option<string?> Words(string name, string meaning, params string[] words)
    {
        var option = new Option<string?>(name) { Description = meaning, HelpName = string.Join('|', words) };
        option.CompletionSources.Add(words);
        return option;
    }

    // In kustomize's words, and with its exit code: scripts that pass a wrong word see what they saw before.
    private static void CheckWord(ParseResult parsed, Option<string?> option, params string[] words)
    {
        if (parsed.GetResult(option) is { Implicit: false } && parsed.GetValue(option) is var word && !words.Contains(word, StringComparer.Ordinal))
        {
            var legal = string.Join(' ', words.Where(w => w.Length > 0));
            throw new CommandFailedException(ExitCode.No, "cannot build", new Problem(CliProblem.Usage, $"illegal flag value {option.Name} {word}; legal values: [{legal}]"));
        }
    }
}
