using System.CommandLine;
using Plumbline.Core.Problems;
using Plumbline.Core.Rendering;
using Plumbline.Functions.Cli.Files;
using Plumbline.Functions.Cli.Output;
using Plumbline.Rendering.Helm;

namespace Plumbline.Functions.Cli.Render;

/// <summary>
/// <c>plumb template [NAME] CHART</c> and <c>plumb values</c>: what <c>helm template</c> prints, and what its value flags amount to. The arguments are read
/// by the engine's own reader, whose rules are Helm's; what stands here as options is for the help text.
/// </summary>
internal static class TemplateCommand
{
    /// <summary>Names of the commands whose arguments go to <see cref="Run"/> unread.</summary>
    public const string Template = "template", Values = "values";

    private static readonly (string Name, string Meaning)[] ValueFlags =
    [
        ("--values, -f FILE", "Values file, may be repeated; the last one wins. - is standard input."),
        ("--set KEY=VALUE", "Sets values, typed: a.b=1,c[0]=x."),
        ("--set-string KEY=VALUE", "Sets values as text."),
        ("--set-json KEY=JSON", "Sets values as JSON, or a whole JSON object."),
        ("--set-file KEY=PATH", "Sets a value to the content of a file."),
        ("--set-literal KEY=TEXT", "Sets a value to everything behind the equals sign."),
    ];

    private static readonly (string Name, string Meaning)[] TemplateFlags =
    [
        ("--namespace, -n NAME", "Namespace of the release. Default: default."),
        ("--kube-version VERSION", "Version of Kubernetes that charts see."),
        ("--api-versions, -a NAME", "API version that charts see beside the usual ones; may be repeated."),
        ("--include-crds", "Prints the files of crds/ first."),
        ("--skip-tests", "Leaves test hooks out."),
        ("--no-hooks", "Leaves all hooks out."),
        ("--show-only, -s GLOB", "Prints only what these templates gave; may be repeated."),
        ("--is-upgrade", "Sets .Release.IsUpgrade instead of .Release.IsInstall."),
        ("--name-template TEXT", "A template that makes the release's name."),
        ("--skip-schema-validation", "Does not check values against values.schema.json."),
        ("--helm-version VERSION", "v3 renders as Helm 3.19 does. Default: v4."),
        ("--allow-origin ORIGIN", "Where schemas at URLs may come from although it has a private address or speaks http; may be repeated."),
        ("--raw PATH", "Prints the untouched text of one template, such as templates/app.yaml."),
        ("--reads", "Prints what was read instead: files found, folders listed, names missed."),
    ];

    /// <summary>The command of that name, for help.</summary>
    public static Command Create(string name)
    {
        var command = new Command(name, name == Template ? "Renders a Helm chart, as helm template does." : "Prints what value flags amount to, as YAML.");
        if (name == Template)
        {
            command.Arguments.Add(new Argument<string[]>("[NAME] CHART") { Description = "The release's name, and a chart: a folder, a .tgz, or REPO.git:REVISION:PATH." });
        }

        foreach (var (flag, meaning) in name == Template ? ValueFlags.Concat(TemplateFlags) : ValueFlags)
        {
            var words = flag.Split(' ');
            var option = words[^1].StartsWith('-') ? (Option)new Option<bool>(words[0].TrimEnd(',')) : new Option<string[]>(words[0].TrimEnd(',')) { HelpName = words[^1] };
            option.Description = meaning;
            if (words.Length > 2)
            {
                option.Aliases.Add(words[1]);
            }

            command.Options.Add(option);
        }

        return command;
    }

    /// <summary>Runs it.</summary>
    /// <param name="name"><see cref="Template"/> or <see cref="Values"/>.</param>
    /// <param name="arguments">What follows the name.</param>
    /// <param name="terminal">Where it runs.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="CommandFailedException">It cannot be rendered.</exception>
    public static async Task<int> Run(string name, IReadOnlyList<string> arguments, Terminal terminal, CancellationToken token)
    {
        if (!HelmTemplateArguments.TryParse(arguments, out var parsed, out var fault))
        {
            throw new CommandFailedException(ExitCode.Usage, $"plumb {name}", new Problem(CliProblem.Usage, $"{fault}.") { Hint = $"plumb {name} --help lists what it takes." });
        }

        var folder = terminal.Folder;
        var tree = new DiskSourceTree(Path.GetPathRoot(folder.Full)!, followLinks: true);
        if (!parsed.TryRequest(tree, folder.Path, out var request, out fault, needsChart: name == Template, () => WhatIsLeft(terminal.Input)))
        {
            throw new CommandFailedException(ExitCode.No, $"plumb {name}", new Problem(HelmProblem.ValuesInvalid, fault));
        }

        // Files that flags name lie on this machine, wherever the chart comes from.
        var commit = name == Template ? NamedSource.FindCommit(parsed.Chart, folder, ExitCode.No) : null;
        request = commit is null ? request : request with { Tree = commit.Tree, Chart = commit.Path };
        var shown = commit is null ? folder.Show(request.Chart) : parsed.Chart;
        if (name == Template && request.Tree.Find(request.Chart) is null)
        {
            // Helm would look on in its repositories, which a render without network does not have.
            throw new CommandFailedException(ExitCode.No, $"cannot render {shown}", new Problem(HelmProblem.ChartInvalid, $"path \"{shown}\" not found")
            {
                Hint = "Name a chart's folder or .tgz on this machine, or REPO.git:REVISION:PATH.",
            });
        }

        var engine = new HelmTemplate(terminal.Clock);
        var result = name == Template ? await Rendered(engine, request, new OutsideFetch(terminal, parsed.AllowedOrigins), token) : engine.Values(request, token);
        var problems = result.Problems.ToLookup(p => p.Severity, p => commit is null ? Shown(folder, p) : commit.Placed(p));
        foreach (var problem in problems[ProblemSeverity.Warning])
        {
            await terminal.Notes.WriteAsync(ProblemText.Warning(problem));
        }

        if (!result.Succeeded)
        {
            throw new CommandFailedException(ExitCode.No, name == Template ? $"cannot render {shown}" : "cannot read the values", [.. problems[ProblemSeverity.Error]]);
        }

        if (parsed.Reads)
        {
            terminal.Print(ReadSetText.Of(result.Reads, commit is null ? folder.Show : commit.Show));
        }
        else
        {
            terminal.Print(HelmText.ToBytes(result.Text));
        }

        return ExitCode.Done;
    }

    // A render never fetches: it says what it wants from outside, and is made again with that.
    private static async Task<HelmResult> Rendered(HelmTemplate engine, HelmRequest request, OutsideFetch outside, CancellationToken token)
    {
        var parts = new Dictionary<OutsidePart, FetchedPart>();
        request = request with { Parts = parts };
        while (true)
        {
            var result = engine.Run(request, token);
            if (result.Wanted.Count == 0)
            {
                return result;
            }

            foreach (var part in result.Wanted)
            {
                parts[part] = await outside.Fetch(part, token);
            }
        }
    }

    private static ReadOnlyMemory<byte> WhatIsLeft(Stream input)
    {
        using var bytes = new MemoryStream();
        try
        {
            input.CopyTo(bytes);
        }
        catch (IOException e)
        {
            throw new CommandFailedException(ExitCode.No, "cannot read standard input", new Problem(CliProblem.File, e.Message));
        }

        return bytes.ToArray();
    }

    // Paths inside of messages start at the root of the disk, without its slash.
    private static Problem Shown(WorkingFolder folder, Problem problem)
    {
        var here = folder.Path.Value;
        var message = here.Length == 0 ? problem.Message : new[] { ' ', '\'', '"' }.Aggregate(problem.Message, (text, before) => text.Replace($"{before}{here}/", $"{before}", StringComparison.Ordinal));
        return folder.Show(problem) with { Message = message };
    }
}
