using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>How a generated object meets one that is there already.</summary>
internal enum GenerationBehavior
{
    Unspecified,
    Create,
    Replace,
    Merge,
}

/// <summary>An identity an object had before a transformer renamed it.</summary>
internal readonly record struct PreviousId(string Namespace, string Name, string Kind);

/// <summary>An object on its way through the build, with what the build has to remember about it.</summary>
internal sealed class KObject(MapNode root)
{
    private List<PreviousId>? _previous;
    private List<string>? _prefixes;
    private List<string>? _suffixes;
    private List<string>? _varNames;
    private Gvk _gvk;
    private (string? Version, string? Kind) _gvkOf;

    /// <summary>The object's fields; null once a patch deleted it.</summary>
    public MapNode? Root { get; set; } = root;

    public MapNode Map => Root ?? throw new InvalidOperationException("the object was deleted");

    public bool IsEmpty => Root is null || Root.Count == 0;

    public bool NeedsHash { get; set; }

    public GenerationBehavior Behavior { get; set; }

    /// <summary>Texts that stand in several places and change together; null where there are none.</summary>
    public SharedTexts? Shared { get; set; }

    /// <summary>Whether a generator made it.</summary>
    public bool IsGenerated { get; set; }

    public bool AllowNameChange { get; set; }

    public bool AllowKindChange { get; set; }

    /// <summary>Where it came from, as the annotation tells it; null while nobody asks.</summary>
    public string? Origin { get; set; }

    /// <summary>What changed it, one entry for each transformer.</summary>
    public List<string> Transformations { get; } = [];

    /// <summary>Whether the chart engine made it: namespaces leave it alone.</summary>
    public bool IsFromChart { get; set; }

    /// <summary>Position in the build's output of objects, for indexes.</summary>
    public IReadOnlyList<PreviousId> Previous => _previous ?? (IReadOnlyList<PreviousId>)[];

    public IReadOnlyList<string> Prefixes => _prefixes ?? (IReadOnlyList<string>)[];

    public IReadOnlyList<string> Suffixes => _suffixes ?? (IReadOnlyList<string>)[];

    public IReadOnlyList<string> VarNames => _varNames ?? (IReadOnlyList<string>)[];

    public string ApiVersion => TextOf(Map["apiVersion"]);

    public string Kind
    {
        get => TextOf(Map["kind"]);
        set => Map["kind"] = ScalarWriting.Untyped(Map["kind"], value);
    }

    public string Name
    {
        get => Meta("name");
        set => SetMeta("name", value);
    }

    public string Namespace
    {
        get => Meta("namespace");
        set
        {
            if (value.Length == 0)
            {
                (Map["metadata"] as MapNode)?.Remove("namespace");
                return;
            }

            SetMeta("namespace", value);
        }
    }

    /// <summary>Group, version and kind; taken apart anew only when one of the texts is another one.</summary>
    public Gvk Gvk
    {
        get
        {
            var (version, kind) = (ApiVersion, Kind);
            if (!ReferenceEquals(version, _gvkOf.Version) || !ReferenceEquals(kind, _gvkOf.Kind))
            {
                _gvk = Gvk.Of(version, kind);
                _gvkOf = (version, kind);
            }

            return _gvk;
        }
    }

    public ResId Id => new(Gvk, Name, Namespace);

    /// <summary>The first identity it had.</summary>
    public ResId OriginalId => _previous is { Count: > 0 } ? Past(_previous[0]) : Id;

    public static string TextOf(Node? node) => node is ScalarNode { IsNull: false } scalar ? scalar.Text : "";

    /// <summary>All identities before the current one, oldest first.</summary>
    public IEnumerable<ResId> PastIds()
    {
        foreach (var past in Previous)
        {
            yield return Past(past);
        }
    }

    public void StoreId()
    {
        var id = Id;
        (_previous ??= []).Add(new PreviousId(id.EffectiveNamespace, id.Name, id.Gvk.Kind));
    }

    public void AddPrevious(PreviousId past) => (_previous ??= []).Add(past);

    public void AddPrefix(string prefix) => (_prefixes ??= []).Add(prefix);

    public void AddSuffix(string suffix) => (_suffixes ??= []).Add(suffix);

    public void AddVarName(string name) => (_varNames ??= []).Add(name);

    public Node? Metadata(string field) => (Map["metadata"] as MapNode)?[field];

    public string? Annotation(string key) => (Metadata("annotations") as MapNode)?[key] is { } value ? TextOf(value) : null;

    /// <summary>A copy that shares nothing.</summary>
    public KObject Clone()
    {
        var copy = new KObject((MapNode)Map.Clone()) { Behavior = Behavior, IsGenerated = IsGenerated, NeedsHash = NeedsHash, AllowNameChange = AllowNameChange, AllowKindChange = AllowKindChange, IsFromChart = IsFromChart };
        copy.TakeHistory(this);
        copy.Origin = Origin;
        copy.Transformations.AddRange(Transformations);
        return copy;
    }

    /// <summary>Takes over what the build remembers of <paramref name="other"/>.</summary>
    public void TakeHistory(KObject other)
    {
        _previous = other._previous is null ? null : [.. other._previous];
        _prefixes = other._prefixes is null ? null : [.. other._prefixes];
        _suffixes = other._suffixes is null ? null : [.. other._suffixes];
        _varNames = other._varNames is null ? null : [.. other._varNames];
    }

    /// <summary>
    /// Whether the build remembers anything of the object. The original keeps that in annotations, so that such an object always has some;
    /// patches can see that.
    /// </summary>
    public bool HasMemory =>
        _previous is not null || _prefixes is not null || _suffixes is not null || IsGenerated || Origin is not null || Transformations.Count > 0;

    /// <summary>Forgets what the build remembers, as happens in the original when a patch takes all annotations away.</summary>
    public void Forget()
    {
        (_previous, _prefixes, _suffixes, Origin) = (null, null, null, null);
        (NeedsHash, IsGenerated, Behavior) = (false, false, default);
        Transformations.Clear();
    }

    /// <summary>Annotations as a map, made where it is missing.</summary>
    public MapNode EnsureAnnotations()
    {
        var metadata = EnsureMetadata();
        if (metadata["annotations"] is not MapNode annotations)
        {
            annotations = new MapNode();
            metadata["annotations"] = annotations;
        }

        return annotations;
    }

    /// <summary>Labels or annotations written anew: every value a text, no field where none is left.</summary>
    public void RewriteTexts(string field)
    {
        if (Map["metadata"] is not MapNode metadata || metadata[field] is not { } value)
        {
            return;
        }

        if (value is not MapNode { Count: > 0 } map)
        {
            metadata.Remove(field);
            return;
        }

        var repeats = false;
        for (var i = 0; i < map.Count; i++)
        {
            var entry = map.EntryAt(i);
            map.Set(entry.Key, ScalarWriting.Made(entry.Value is ScalarNode scalar ? scalar.Text : ""));
            repeats |= RepeatedKey.Is(entry.Key);
        }

        // What is written anew has each key once, with its last value.
        foreach (var entry in repeats ? map.Where(e => RepeatedKey.Is(e.Key)).OrderBy(e => e.Key.Length - RepeatedKey.Written(e.Key).Length).ToList() : [])
        {
            map[RepeatedKey.Written(entry.Key)] = entry.Value;
            map.Remove(entry.Key);
        }
    }

    /// <summary>Metadata as a map, made where it is missing.</summary>
    public MapNode EnsureMetadata()
    {
        if (Map["metadata"] is not MapNode metadata)
        {
            metadata = new MapNode();
            Map["metadata"] = metadata;
        }

        return metadata;
    }

    public void SetStringMap(string field, SortedDictionary<string, string> values)
    {
        var metadata = EnsureMetadata();
        if (values.Count == 0)
        {
            metadata.Remove(field);
            return;
        }

        var map = new MapNode();
        foreach (var (key, value) in values)
        {
            map.Set(key, ScalarWriting.Made(value));
        }

        metadata[field] = map;
    }

    public SortedDictionary<string, string> StringMap(string field)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Metadata(field) is MapNode map)
        {
            foreach (var entry in map)
            {
                result[entry.Key] = TextOf(entry.Value);
            }
        }

        return result;
    }

    private string Meta(string field) => TextOf((Map["metadata"] as MapNode)?[field]);

    private void SetMeta(string field, string value)
    {
        var metadata = EnsureMetadata();
        metadata[field] = ScalarWriting.Untyped(metadata[field], value);
    }

    private ResId Past(PreviousId past) => new(Gvk.Of(ApiVersion, past.Kind), past.Name, past.Namespace);
}
