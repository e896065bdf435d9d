using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>A document of schemas, and what references mean in it: pointers, anchors and ids.</summary>
internal sealed class SchemaDocument
{
    private const int MostDepth = 200;

    private readonly Dictionary<string, object?> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _anchors = new(StringComparer.Ordinal);
    private readonly Dictionary<object, string> _bases = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, string> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Walks the document once.</summary>
    /// <param name="url">Where it lies.</param>
    /// <param name="root">Its content.</param>
    /// <exception cref="GoErrorException">It is nested too deeply, or of a draft that is not known.</exception>
    public SchemaDocument(string url, object? root)
    {
        Url = url;
        Root = root;
        Draft = root is GoMap map ? DraftOf(map) : 2020;
        _resources[url] = root;
        Walk(root, url, "", 0);
    }

    /// <summary>Where it lies.</summary>
    public string Url { get; }

    /// <summary>Its content.</summary>
    public object? Root { get; }

    /// <summary>4, 6, 7, 2019 or 2020.</summary>
    public int Draft { get; }

    /// <summary>What a reference of <paramref name="from"/> names: the URL of a resource, and what stands behind the number sign.</summary>
    public (string Resource, string Fragment) Split(GoMap from, string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var target = hash < 0 ? reference : reference[..hash];
        var basis = _bases.GetValueOrDefault(from, Url);
        return (target.Length == 0 ? basis : Resolve(basis, target), hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]));
    }

    /// <summary>Whether the resource is the document or a part of it.</summary>
    public bool Has(string resource) => _resources.ContainsKey(resource);

    /// <summary>The schema at a fragment of a resource of the document.</summary>
    public (bool Found, object? Schema) Find(string resource, string fragment) =>
        fragment.Length == 0 ? (true, _resources[resource])
        : fragment[0] == '/' ? Pointer(_resources[resource], fragment)
        : (_anchors.TryGetValue($"{resource}#{fragment}", out var anchored), anchored);

    /// <summary>The URL of a schema of the document.</summary>
    public string PlaceOf(GoMap schema) => _places.GetValueOrDefault(schema, "");

    /// <summary>The error for a reference into the document that leads nowhere.</summary>
    public GoErrorException NotFound(string reference)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var url = GoStrconv.Quote(Url + (hash < 0 ? "#" + reference : reference[hash..]));
        return new GoErrorException(reference.Contains("#/", StringComparison.Ordinal) || hash < 0
            ? $"json-pointer in {url} not found"
            : $"anchor in {url} not found in schema {GoStrconv.Quote(Url)}");
    }

    // By name whatever the scheme; without a draft in it, the newest one.
    private static int DraftOf(GoMap root) => root["$schema"] is not string name ? 2020 : Schemeless(name.EndsWith('#') ? name[..^1] : name) switch
    {
        "json-schema.org/draft-04/schema" => 4,
        "json-schema.org/draft-06/schema" => 6,
        "json-schema.org/draft-07/schema" => 7,
        "json-schema.org/draft/2019-09/schema" => 2019,
        "json-schema.org/draft/2020-12/schema" or "json-schema.org/schema" => 2020,
        _ => throw new GoErrorException(
            $"failing loading {GoStrconv.Quote(name)}: only the schemas of drafts 4, 6, 7, 2019-09 and 2020-12 are known, nothing is fetched"),
    };

    private static string Schemeless(string url) =>
        url.StartsWith("http://", StringComparison.Ordinal) ? url["http://".Length..]
        : url.StartsWith("https://", StringComparison.Ordinal) ? url["https://".Length..]
        : url;

    // As it stands in a URL behind the number sign.
    private static string Step(string key) =>
        GoEscape.Percent(key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), "-_.~$&+,/:;=?@!()*");

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

        if (map[Draft == 4 ? "id" : "$id"] is string id && id.Length > 0)
        {
            basis = Identify(map, id, basis);
        }

        _bases[map] = basis;
        _places[map] = $"{Url}#{pointer}";
        foreach (var keyword in (string[])["$anchor", "$dynamicAnchor"])
        {
            if (Draft >= 2019 && map[keyword] is string anchor)
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
