using System.Diagnostics.CodeAnalysis;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm;

/// <summary>
/// The arguments of <c>helm template [NAME] CHART [flags]</c>, and of our <c>--raw</c>, <c>--reads</c>, <c>--helm-version</c> and <c>--allow-origin</c>. Flags may stand anywhere before
/// <c>--</c>; a value follows its flag, an equals sign, or the letter of a short flag.
/// </summary>
public sealed class HelmTemplateArguments
{
    private readonly List<string> _positional = [];
    private readonly List<(string Flag, string Value)> _values = [];
    private readonly HashSet<string> _switches = new(StringComparer.Ordinal);
    private bool _onlyPositional;

    private HelmTemplateArguments()
    {
    }

    /// <summary>Whether the read set is wanted instead of the text.</summary>
    public bool Reads => _switches.Contains("--reads");

    /// <summary>Origins that schemas at URLs may come from although they have a private address or speak http.</summary>
    public IReadOnlyList<string> AllowedOrigins => [.. Many("--allow-origin")];

    /// <summary>The chart as written; empty where none is named.</summary>
    public string Chart => _positional.LastOrDefault() ?? "";

    /// <summary>Reads arguments; false with a sentence for the user when a flag is unknown or lacks its value.</summary>
    public static bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(true)] out HelmTemplateArguments? parsed, [NotNullWhen(false)] out string? error)
    {
        parsed = null;
        error = null;
        var result = new HelmTemplateArguments();
        for (var i = 0; i < arguments.Count && error is null; i++)
        {
            error = result.Take(arguments, ref i);
        }

        parsed = error is null ? result : null;
        return parsed is not null;
    }

    /// <summary>The run these arguments ask for.</summary>
    /// <param name="tree">All files the arguments may name.</param>
    /// <param name="folder">The folder paths are relative to.</param>
    /// <param name="request">The run; null when there is an error.</param>
    /// <param name="error">A sentence worded as Helm's.</param>
    /// <param name="needsChart">Default true; false where only the values count (<see cref="HelmTemplate.Values"/>).</param>
    /// <param name="input">Reads standard input, which <c>-</c> stands for where a file is named; null where there is none. Who asks again gets nothing, as at a terminal's end.</param>
    public bool TryRequest(
        ISourceTree tree, RepoPath folder, [NotNullWhen(true)] out HelmRequest? request, [NotNullWhen(false)] out string? error, bool needsChart = true,
        Func<ReadOnlyMemory<byte>>? input = null)
    {
        request = null;
        RepoPath chart = default;
        error = _positional.Count == 0 && !needsChart ? null : CheckPositional() ?? FindChart(folder, out chart);
        Func<string, ReadOnlyMemory<byte>?> read = path => input is not null && path.Trim() == "-" ? input() : ReadFile(tree, folder, path);
        var files = new List<HelmValuesFile>();
        foreach (var (_, path) in _values.Where(v => v.Flag == "--values"))
        {
            if (read(path) is { } bytes)
            {
                files.Add(new HelmValuesFile(path, bytes));
            }
            else
            {
                error ??= IsFolder(tree, folder, path) ? OfFolder(path) : $"open {path}: no such file or directory";
            }
        }

        if (error is not null)
        {
            return false;
        }

        request = new HelmRequest
        {
            Tree = tree,
            Chart = chart,
            ReleaseName = _positional.Count == 2 ? _positional[0] : "release-name",
            NameTemplate = One("--name-template"),
            Namespace = One("--namespace") is { Length: > 0 } name ? name : "default",
            ValueFiles = files,
            Settings = Settings(),
            ReadFile = path => read(path) ?? (IsFolder(tree, folder, path) ? throw new GoErrorException(OfFolder(path)) : (ReadOnlyMemory<byte>?)null),
            KubeVersion = One("--kube-version"),
            ApiVersions = [.. Many("--api-versions").SelectMany(HelmFlags.Items)],
            IncludeCrds = _switches.Contains("--include-crds"),
            SkipTests = _switches.Contains("--skip-tests"),
            NoHooks = _switches.Contains("--no-hooks"),
            SkipSchemaValidation = _switches.Contains("--skip-schema-validation"),
            IsUpgrade = _switches.Contains("--is-upgrade"),
            ShowOnly = [.. Many("--show-only")],
            Raw = One("--raw"),
            Version = One("--helm-version") == "v3" ? HelmVersion.V3 : HelmVersion.V4,
            TextOnly = true,
        };
        return true;
    }

    private static ReadOnlyMemory<byte>? ReadFile(ISourceTree tree, RepoPath folder, string path) =>
        From(folder, path).TryCombine(path.TrimStart('/'), out var file, out _) && tree.Find(file) is { Kind: SourceEntryKind.File } ? tree.Read(file) : (ReadOnlyMemory<byte>?)null;

    private static bool IsFolder(ISourceTree tree, RepoPath folder, string path) =>
        path.Length > 0 && From(folder, path).TryCombine(path.TrimStart('/'), out var place, out _) && (place.IsRoot || tree.Find(place) is { Kind: SourceEntryKind.Folder });

    private static string OfFolder(string path) => $"read {path}: is a directory";

    // An absolute path starts at the root of the tree.
    private static RepoPath From(RepoPath folder, string path) => path.StartsWith('/') ? RepoPath.Root : folder;

    private string? Take(IReadOnlyList<string> arguments, ref int i)
    {
        var argument = arguments[i];
        if (_onlyPositional || argument == "-" || !argument.StartsWith('-'))
        {
            _positional.Add(argument);
            return null;
        }

        if (argument == "--")
        {
            _onlyPositional = true;
            return null;
        }

        var (written, value) = Split(argument);
        var flag = HelmFlags.Long(written);
        if (flag == "--dry-run")
        {
            return value is null or "client" ? null : $"--dry-run={value} is not supported: no cluster is asked";
        }

        if (HelmFlags.WhyRefused(flag) is { } refusal)
        {
            return refusal;
        }

        if (HelmFlags.IsSwitch(flag))
        {
            return Switch(flag, value);
        }

        if (!HelmFlags.TakesValue(flag))
        {
            return $"unknown flag: {written}";
        }

        if (value is null && ++i == arguments.Count)
        {
            return $"flag needs an argument: {flag}";
        }

        Add(flag, value ?? arguments[i]);
        return flag == "--helm-version" && One(flag) is not ("v3" or "v4") ? $"--helm-version is v3 or v4, not {One(flag)}" : null;
    }

    private string? Switch(string flag, string? value)
    {
        if (HelmFlags.Truth(value ?? "true") is not { } on)
        {
            return $"invalid argument \"{value}\" for \"{flag}\" flag: it is true or false";
        }

        _ = on ? _switches.Add(flag) : _switches.Remove(flag);
        return null;
    }

    // Only files come as a list with commas.
    private void Add(string flag, string value)
    {
        foreach (var part in flag == "--values" ? HelmFlags.Items(value) : [value])
        {
            _values.Add((flag, part));
        }
    }

    // --flag=value, -fvalue, -f=value.
    private static (string Flag, string? Value) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return argument.Length == 2 ? (argument, null) : (argument[..2], argument[2] == '=' ? argument[3..] : argument[2..]);
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private string? CheckPositional() => _positional.Count switch
    {
        0 => "\"template\" requires at least 1 argument",
        2 when _switches.Contains("--generate-name") => "cannot set --generate-name and also specify a name",
        2 when One("--name-template").Length > 0 => "cannot set --name-template and also specify a name",
        > 2 => $"expected at most two arguments, unexpected arguments: {string.Join(", ", _positional.Skip(2))}",
        _ => null,
    };

    private string? FindChart(RepoPath folder, out RepoPath chart)
    {
        return From(folder, Chart).TryCombine(Chart.TrimStart('/'), out chart, out var reason) ? null : $"path \"{Chart}\" not found: {reason}";
    }

    private List<ValueSetting> Settings() => [.. _values.Select(v => v.Flag switch
    {
        "--set" => new ValueSetting(SetKind.Typed, v.Value),
        "--set-string" => new ValueSetting(SetKind.Text, v.Value),
        "--set-json" => new ValueSetting(SetKind.Json, v.Value),
        "--set-file" => new ValueSetting(SetKind.File, v.Value),
        "--set-literal" => new ValueSetting(SetKind.Literal, v.Value),
        _ => null,
    }).OfType<ValueSetting>()];

    private string One(string flag) => Many(flag).LastOrDefault() ?? "";

    private IEnumerable<string> Many(string flag) => _values.Where(v => v.Flag == flag).Select(v => v.Value);
}
