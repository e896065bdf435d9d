using System.Runtime.InteropServices;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>The objects of a build in their order. Identities are indexed; whoever renames objects calls <see cref="Changed"/>.</summary>
internal sealed class ObjectSet
{
    private List<KObject> _items = [];
    private Dictionary<ResId, int>? _current;
    private ILookup<string, KObject>? _byAnyName;

    public int Count => _items.Count;

    public IReadOnlyList<KObject> Items => _items;

    /// <summary>Forgets the indexes after objects were renamed or otherwise changed.</summary>
    public void Changed()
    {
        _current = null;
        _byAnyName = null;
    }

    public void Append(KObject item)
    {
        var id = item.Id;
        var index = Current();
        if (!index.TryAdd(id.Normal, 1))
        {
            throw new BuildException($"may not add resource with an already registered id: {id}");
        }

        _items.Add(item);
        _byAnyName = null;
    }

    public void AppendAll(IEnumerable<KObject> items)
    {
        foreach (var item in items)
        {
            Append(item);
        }
    }

    /// <summary>Puts the objects anew, checking that no two have one identity.</summary>
    public void Reset(IEnumerable<KObject> items)
    {
        var list = items as List<KObject> ?? [.. items];
        _items = [];
        Changed();
        AppendAll(list);
    }

    public void DropEmpty()
    {
        if (_items.Exists(item => item.IsEmpty))
        {
            _items.RemoveAll(item => item.IsEmpty);
            Changed();
        }
    }

    public void Replace(KObject old, KObject item)
    {
        _items[_items.IndexOf(old)] = item;
        Changed();
    }

    /// <summary>How many objects have the identity of <paramref name="id"/> now.</summary>
    public int CountOf(in ResId id)
    {
        var wanted = id.Normal;
        return _items.Count(item => item.Name == wanted.Name && item.Id.Normal == wanted);
    }

    /// <summary>The objects that have or had the identity <paramref name="id"/>.</summary>
    public List<KObject> ByAnyId(ResId id)
    {
        var result = new List<KObject>();
        foreach (var item in ByAnyName(id.Name))
        {
            if (!item.IsEmpty && (item.Id.Means(id) || item.PastIds().Any(past => past.Means(id))))
            {
                result.Add(item);
            }
        }

        return result;
    }

    /// <summary>The objects that are or were called <paramref name="name"/>, in order.</summary>
    public IEnumerable<KObject> ByAnyName(string name)
    {
        _byAnyName ??= _items
            .Where(item => !item.IsEmpty)
            .SelectMany(item => item.Previous.Select(past => past.Name).Append(item.Name).Distinct(StringComparer.Ordinal).Select(n => (n, item)))
            .ToLookup(pair => pair.n, pair => pair.item, StringComparer.Ordinal);
        return _byAnyName[name];
    }

    /// <summary>The one object with the identity <paramref name="id"/>, now or before.</summary>
    public KObject Target(ResId id)
    {
        var found = ByAnyId(id);
        return found.Count == 1
            ? found[0]
            : throw new BuildException($"{(found.Count == 0 ? "no" : "multiple")} matches for Id {id}; failed to find unique target for patch {id}");
    }

    /// <summary>Takes generated objects in, by their behavior.</summary>
    public void Absorb(KObject item)
    {
        var id = item.Id;
        var matches = ByAnyId(id);
        switch (matches.Count)
        {
            case 0 when item.Behavior is GenerationBehavior.Merge or GenerationBehavior.Replace:
                throw new BuildException($"id {GoText(id)} does not exist; cannot merge or replace");
            case 0:
                Append(item);
                break;
            case 1 when item.Behavior is GenerationBehavior.Replace or GenerationBehavior.Merge:
                GeneratedMerge.Onto(matches[0], item);
                Replace(matches[0], item);
                break;
            case 1:
                throw new BuildException(
                    $"id {GoText(id)} exists; can not use behavior: '{(item.Behavior == GenerationBehavior.Create ? "create" : "unspecified")}', behavior must be merge or replace");
            default:
                throw new BuildException($"found multiple objects [{string.Join(' ', matches.Select(m => m.Id))}] that could accept merge of {id}");
        }
    }

    private static string GoText(ResId id) =>
        $"resid.ResId{{Gvk:resid.Gvk{{Group:\"{id.Gvk.Group}\", Version:\"{id.Gvk.Version}\", Kind:\"{id.Gvk.Kind}\", isClusterScoped:{(id.Gvk.IsClusterScoped ? "true" : "false")}}}, Name:\"{id.Name}\", Namespace:\"{id.Namespace}\"}}";

    private Dictionary<ResId, int> Current()
    {
        if (_current is null)
        {
            _current = new Dictionary<ResId, int>(_items.Count);
            foreach (var item in CollectionsMarshal.AsSpan(_items))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_current, item.Id.Normal, out _)++;
            }
        }

        return _current;
    }
}
