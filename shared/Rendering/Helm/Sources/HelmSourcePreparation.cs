using Plumbline.Core.Applications;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Sources;

/// <summary>Turns a Helm source with its trees into a request to the engine, and writes down what it looks at.</summary>
internal sealed class HelmSourcePreparation
{
    private readonly HelmSourceInput _input;
    private readonly List<Problem> _problems;
    private readonly BuildEnvironment _environment;
    private readonly RepoPath _folder;

    public HelmSourcePreparation(HelmSourceInput input, List<Problem> problems)
    {
        _input = input;
        _problems = problems;
        var field = $"{input.Source.Field}.helm";
        Settings = HelmSourceSettings.Read(input.Helm ?? input.Source.Helm, field, problems);
        Trees = [.. input.Input.Sources.Select(s => new RecordingSourceTree(s.Tree))];
        _environment = BuildEnvironment.Of(
            input.Input.Application, input.Source, input.Input.Sources[input.Index].Revision, KubeVersion, ApiVersions);
        if (!RepoPath.TryParse(input.Source.Chart.Length > 0 ? "" : input.Source.Path, out _folder, out var reason))
        {
            problems.Add(new Problem(ProblemCode.PathInvalid, $"The path cannot be used: {reason}.") { Field = $"{input.Source.Field}.path" });
        }

        Finder = new SourceFileFinder(Trees, References(input), input.Index, _folder, _environment);
    }

    /// <summary>The settings as written.</summary>
    public HelmSourceSettings Settings { get; }

    /// <summary>The trees of all sources, recorded.</summary>
    public IReadOnlyList<RecordingSourceTree> Trees { get; }

    /// <summary>Finds the files the settings name.</summary>
    public SourceFileFinder Finder { get; }

    private string KubeVersion => Settings.KubeVersion.Length > 0 ? Settings.KubeVersion : _input.Input.KubeVersion;

    private IReadOnlyList<string> ApiVersions => Settings.ApiVersions.Count > 0 ? Settings.ApiVersions : _input.Input.ApiVersions;

    /// <summary>What was looked at in trees of other sources.</summary>
    public IReadOnlyDictionary<int, ReadSet> References()
    {
        var reads = new Dictionary<int, ReadSet>();
        for (var i = 0; i < Trees.Count; i++)
        {
            if (i != _input.Index && Trees[i].Reads is var set && set.Files.Count + set.Listings.Count + set.Misses.Count > 0)
            {
                reads[i] = set;
            }
        }

        return reads;
    }

    /// <summary>The request; problems have been added where something is wrong.</summary>
    public HelmRequest Request()
    {
        var application = _input.Input.Application;
        var files = ValueFiles();
        if (Settings.Values is { } values)
        {
            files.Add(values);
        }

        var parameters = new List<ReadOnlyMemory<byte>>();
        var settings = ParameterSettings();
        settings.AddRange(FileSettings(parameters));
        return new HelmRequest
        {
            Tree = _input.Input.Sources[_input.Index].Tree,
            Chart = _folder,
            ReleaseName = Settings.ReleaseName.Length > 0 ? Settings.ReleaseName : application.Name,
            Namespace = Settings.Namespace.Length > 0 ? Settings.Namespace
                : application.Destination.Namespace.Length > 0 ? application.Destination.Namespace
                : "default",
            ValueFiles = files,
            Settings = settings,
            ReadFile = name => int.TryParse(name, out var index) && index >= 0 && index < parameters.Count ? parameters[index] : (ReadOnlyMemory<byte>?)null,
            KubeVersion = KubeVersion,
            Version = Settings.Version,
            ApiVersions = ApiVersions,
            IncludeCrds = !Settings.SkipCrds,
            SkipTests = Settings.SkipTests,
            SkipSchemaValidation = Settings.SkipSchemaValidation,
            Moment = _input.Input.Moment,
            Place = Place(),
            Parts = _input.Input.Parts,
            LooksUp = _input.Input.LooksUp,
        };
    }

    // Two sources may be one chart with other values, and the same release: their passwords have nothing to do with each other.
    private string Place()
    {
        static (string? Release, string? Namespace) Written(ApplicationSource source) =>
            ((source.Helm?["releaseName"] as ScalarNode)?.StringValue, (source.Helm?["namespace"] as ScalarNode)?.StringValue);

        var sources = _input.Input.Application.Sources;
        var own = Written(sources[_input.Index]);
        var before = sources.Take(_input.Index).Count(s => !s.IsReferenceOnly && Written(s) == own);
        return before == 0 ? "" : $"source {before}";
    }

    private static Dictionary<string, int> References(HelmSourceInput input)
    {
        var references = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < input.Input.Application.Sources.Count; i++)
        {
            if (input.Input.Application.Sources[i].Ref is { Length: > 0 } name)
            {
                references[name] = i;
            }
        }

        return references;
    }

    // Globs expand in place, but a file that is also listed by itself stands where it is listed; none comes twice.
    private List<HelmValuesFile> ValueFiles()
    {
        var listed = new HashSet<FoundFile>();
        foreach (var (path, _) in Settings.ValueFiles)
        {
            if (!IsGlob(path) && Finder.Locate(path, out _) is { } file)
            {
                listed.Add(file);
            }
        }

        var files = new List<HelmValuesFile>();
        var seen = new HashSet<FoundFile>();
        for (var i = 0; i < Settings.ValueFiles.Count; i++)
        {
            var (path, position) = Settings.ValueFiles[i];
            var field = $"valueFiles[{i}]";
            var found = IsGlob(path) ? Glob(path, field, position)?.Where(f => !listed.Contains(f)) : One(path, field, position);
            foreach (var file in found ?? [])
            {
                if (seen.Add(file) && Content(file, path, field, position) is { } bytes)
                {
                    files.Add(new HelmValuesFile(file.Name, bytes));
                }
            }
        }

        return files;
    }

    private bool IsGlob(string path) =>
        DoublestarPattern.IsGlob(_environment.Substitute(path)) && Finder.Locate(path, out _)?.Url is null;

    private IReadOnlyList<FoundFile>? Glob(string path, string field, SourcePosition position)
    {
        var found = Finder.Expand(path, out var reason);
        if (found is null)
        {
            Refuse(ProblemCode.PathInvalid, $"The glob '{path}' cannot be used: {reason}.", field, position);
        }
        else if (found.Count == 0 && !Settings.IgnoreMissingValueFiles)
        {
            Refuse(HelmProblem.ValuesInvalid, $"No file matches '{path}'. Set ignoreMissingValueFiles where that is fine.", field, position);
        }

        return found;
    }

    private IReadOnlyList<FoundFile>? One(string path, string field, SourcePosition position)
    {
        if (Finder.Locate(path, out var reason) is not { } file)
        {
            Refuse(ProblemCode.PathInvalid, $"The value file '{path}' cannot be used: {reason}.", field, position);
            return null;
        }

        return file.Url is null && Settings.IgnoreMissingValueFiles && !Finder.Exists(file) ? [] : [file];
    }

    private ReadOnlyMemory<byte>? Content(FoundFile file, string path, string field, SourcePosition position)
    {
        ReadOnlyMemory<byte>? bytes = file.Url is { } url
            ? _input.RemoteFiles.TryGetValue(url, out var fetched) ? fetched : (ReadOnlyMemory<byte>?)null
            : Finder.Read(file);
        if (bytes is null)
        {
            Refuse(HelmProblem.ValuesInvalid, $"There is no value file '{path}' ({file.Name}).", field, position);
        }

        return bytes;
    }

    // The last of several parameters with one name counts; text parameters outrank typed ones.
    private List<ValueSetting> ParameterSettings()
    {
        var settings = new List<ValueSetting>();
        foreach (var forceString in (bool[])[false, true])
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            var order = new List<string>();
            foreach (var parameter in Settings.Parameters.Where(p => p.ForceString == forceString))
            {
                if (!values.ContainsKey(parameter.Name))
                {
                    order.Add(parameter.Name);
                }

                values[parameter.Name] = _environment.Substitute(parameter.Value);
            }

            settings.AddRange(order.Select(n => new ValueSetting(forceString ? SetKind.Text : SetKind.Typed, $"{n}={EscapeCommas(values[n])}")));
        }

        return settings;
    }

    private IEnumerable<ValueSetting> FileSettings(List<ReadOnlyMemory<byte>> contents)
    {
        var settings = new List<ValueSetting>();
        for (var i = 0; i < Settings.FileParameters.Count; i++)
        {
            var parameter = Settings.FileParameters[i];
            var field = $"fileParameters[{i}].path";
            if (One(parameter.Path, field, parameter.Position) is [var file] && Content(file, parameter.Path, field, parameter.Position) is { } bytes)
            {
                settings.Add(new ValueSetting(SetKind.File, $"{parameter.Name}={contents.Count}"));
                contents.Add(bytes);
            }
        }

        return settings;
    }

    // As Argo CD hands values to Helm: a comma is escaped unless it is already, or the value is a list in braces.
    private static string EscapeCommas(string value)
    {
        if (value.StartsWith('{') && value.EndsWith('}'))
        {
            return value;
        }

        var escaped = new System.Text.StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            _ = value[i] == ',' && (i == 0 || value[i - 1] != '\\') ? escaped.Append("\\,") : escaped.Append(value[i]);
        }

        return escaped.ToString();
    }

    private void Refuse(string code, string message, string field, SourcePosition position) =>
        _problems.Add(new Problem(code, message) { Field = $"{_input.Source.Field}.helm.{field}", Position = position });
}
