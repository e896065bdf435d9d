using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>What the references of a schema document mean: pointers, anchors and ids inside the document.</summary>
internal sealed class SchemaTargets
{
    private const string Base = "file:///values.schema.json";
    private const int MostDepth = 200;

    private readonly Dictionary<string, object?> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<object, string> _bases = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, string> _places = new(ReferenceEqualityComparer.Instance);
    private readonly int _draft;

    /// <summary>Walks the document once.</summary>
    public SchemaTargets(object? document, int draft)
    {
        _draft = draft;
        _resources[Base] = document;
        Walk(document, Base, "", 0);
    }

    /// <summary>The schema a reference of <paramref name="from"/> leads to.</summary>
    /// <exception cref="GoErrorException">It leads out of the document.</exception>
    public (bool Found, object? Schema) Find(GoMap from, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var target = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var resource = target.Length == 0 ? _bases.GetValueOrDefault(from, Base) : Resolve(_bases.GetValueOrDefault(from, Base), target);
        if (resource.StartsWith("urn:", StringComparison.Ordinal) && !_resources.ContainsKey(resource))
        {
            // Helm leaves unknown names open.
            return (true, true);
        }

        if (!_resources.TryGetValue(resource, out var root))
        {
            throw new GoErrorException(
                $"failing loading {GoStrconv.Quote(resource)}: references to other files and hosts are not followed; put the schema into values.schema.json or skip its validation");
        }

        return fragment.Length == 0 ? (true, root)
            : fragment[0] == '/' ? Pointer(root, fragment)
            : (_anchors.TryGetValue($"{resource}#{fragment}", out var anchored), anchored);
    }

    /// <summary>The URL of a schema of the document.</summary>
    public string PlaceOf(GoMap schema) => _places.GetValueOrDefault(schema, "");

    // As it stands in a URL behind the number sign.
    private static string Step(string key) =>
        GoEscape.Percent(key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), "-_.~$&+,/:;=?@!()*");

    /// <summary>The error for a reference into the document that leads nowhere.</summary>
    public GoErrorException NotFound(string reference)
    {
        var url = GoStrconv.Quote(Base + (reference.StartsWith('#') ? reference : "#" + reference));
        return new GoErrorException(reference.Contains("#/", StringComparison.Ordinal) || !reference.Contains('#')
            ? $"json-pointer in {url} not found"
            : $"anchor in {url} not found in schema {GoStrconv.Quote(Base)}");
    }

    private void Walk(object? value, string basis, string pointer, int depth)
    {
        if (depth > MostDepth)
        {
            throw new GoErrorException($"the schema is nested deeper than {MostDepth} levels");
        }

        if (value is GoList list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Walk(list[i], basis, $"{pointer}/{i}", depth + 1);
            }
        }

        if (value is not GoMap map)
        {
            return;
        }

        if (map[_draft == 4 ? "id" : "$id"] is string id && id.Length > 0)
        {
            basis = Identify(map, id, basis);
        }

        _bases[map] = basis;
        _places[map] = $"{Base}#{pointer}";
        foreach (var keyword in (string[])["$anchor", "$dynamicAnchor"])
        {
            if (_draft >= 2019 && map[keyword] is string anchor)
            {
                _anchors[$"{basis}#{anchor}"] = map;
            }
        }

        foreach (var (key, part) in map)
        {
            Walk(part, basis, $"{pointer}/{Step(key)}", depth + 1);
        }
    }

    private string Identify(GoMap map, string id, string basis)
    {
        var hash = id.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0 && id.Length > hash + 1)
        {
            _anchors[$"{basis}#{id[(hash + 1)..]}"] = map;
        }

        if (hash == 0)
        {
            return basis;
        }

        var resource = Resolve(basis, hash < 0 ? id : id[..hash]);
        _resources.TryAdd(resource, map);
        return resource;
    }

    private static string Resolve(string basis, string reference) =>
        Uri.TryCreate(basis, UriKind.Absolute, out var from) && Uri.TryCreate(from, reference, out var to) ? to.AbsoluteUri
        : reference;

    private static (bool Found, object? Schema) Pointer(object? value, string pointer)
    {
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var key = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            switch (value)
            {
                case GoMap map when map.TryGetValue(key, out var inner):
                    value = inner;
                    break;
                case GoList list when int.TryParse(key, out var index) && index >= 0 && index < list.Count:
                    value = list[index];
                    break;
                default:
                    return (false, null);
            }
        }

        return (true, value);
    }
}
