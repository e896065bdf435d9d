using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <summary>
/// Compiles a JSON schema (drafts 4, 6, 7, 2019-09, 2020-12). Nothing is fetched meanwhile (threat T-TPL-8): documents at URLs that it refers to were fetched
/// before, or are asked for.
/// </summary>
internal sealed partial class SchemaCompiler
{
    private const string Place = "file:///values.schema.json";
    private const int MostNodes = 50_000;
    private const int MostDocuments = 128;

    private readonly TemplateContext _context;
    private readonly Dictionary<string, SchemaDocument?> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _fetched = new(StringComparer.Ordinal);
    private readonly Dictionary<object, SchemaNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<(GoMap Schema, SchemaNode Node, SchemaDocument Document)> _open = [];

    // That of the schema which is being compiled.
    private SchemaDocument _document;

    private SchemaCompiler(object? root, TemplateContext context)
    {
        _context = context;
        _document = Opened(Place, root);
    }

    /// <summary>Compiles the text of a schema.</summary>
    /// <exception cref="GoErrorException">It is no JSON, no schema, or refers to what cannot be had.</exception>
    public static CompiledSchema Compile(string text, TemplateContext context)
    {
        var compiler = new SchemaCompiler(GoJson.DecodeAsWritten(text.TrimStart('\uFEFF')), context);
        var root = compiler.Node(compiler._document.Root, "");
        while (compiler._open.TryDequeue(out var next))
        {
            compiler._document = next.Document;
            compiler.Fill(next.Schema, next.Node);
        }

        return new CompiledSchema(root, compiler._fetched, compiler._documents.Values.All(d => d is not null));
    }

    private SchemaDocument Opened(string url, object? root)
    {
        var document = new SchemaDocument(url, root);
        CheckForm(root, url + "#", document.Draft);
        _documents[url] = document;
        return document;
    }

    private void CheckForm(object? schema, string place, int draft)
    {
        if (SchemaValidation.Check(MetaSchemas.Of(draft), schema, _context) is { } error)
        {
            throw new GoErrorException(
                $"\"{place}\" is not valid against metaschema: jsonschema validation failed with {SchemaError.Quote(MetaSchemas.Name(draft))}\n{SchemaError.Text(error)}");
        }
    }

    // A document at a URL; null where it was not fetched yet.
    private SchemaDocument? Document(string url)
    {
        if (_documents.TryGetValue(url, out var known))
        {
            return known;
        }

        if (_context.Parts is not { } parts || !(url.StartsWith("https://", StringComparison.Ordinal) || url.StartsWith("http://", StringComparison.Ordinal)))
        {
            throw new GoErrorException(
                $"failing loading {GoStrconv.Quote(url)}: references to other files and hosts are not followed; put the schema into values.schema.json or skip its validation");
        }

        if (_documents.Count >= MostDocuments)
        {
            throw new GoErrorException($"failing loading {GoStrconv.Quote(url)}: the schema refers to more than {MostDocuments} documents");
        }

        return Content(url, parts, out var root) ? Opened(url, root) : _documents[url] = null;
    }

    private bool Content(string url, FetchedParts parts, out object? root)
    {
        try
        {
            root = null;
            if (parts.Find(new OutsidePart.Schema(url)) is not { } found)
            {
                return false;
            }

            _fetched[url] = found.Bytes;
            root = GoJson.DecodeAsWritten(GoText.FromBytes(found.Bytes.Span));
            return true;
        }
        catch (GoErrorException e)
        {
            throw new GoErrorException($"failing loading {GoStrconv.Quote(url)}: {e.Message}", e);
        }
    }

    private SchemaNode Node(object? schema, string keyword)
    {
        if (schema is bool always)
        {
            return new SchemaNode { Draft = _document.Draft, Always = always };
        }

        if (schema is not GoMap map)
        {
            throw Invalid($"{keyword}: a schema must be an object or a boolean");
        }

        if (_nodes.TryGetValue(map, out var known))
        {
            return known;
        }

        if (_nodes.Count >= MostNodes)
        {
            throw Invalid($"there are more than {MostNodes} parts");
        }

        var node = new SchemaNode { Draft = _document.Draft, Always = map.Count == 0 ? true : null, Location = _document.PlaceOf(map) };
        _nodes[map] = node;
        _open.Enqueue((map, node, _document));
        return node;
    }

    private void Fill(GoMap schema, SchemaNode node)
    {
        if (Reference(schema) is { } reference)
        {
            node.Ref = Target(schema, reference);
            node.RefKeyword = schema["$ref"] is string ? "$ref" : node.Draft >= 2020 ? "$dynamicRef" : "$recursiveRef";
            if (node.Draft < 2019)
            {
                // Beside a reference nothing counts, but for a const, which the validator that Helm uses looks at first.
                node.Const = Constant(schema);
                return;
            }
        }

        FillChoices(schema, node);
        FillObject(schema, node);
        FillArray(schema, node);
        FillScalar(schema, node);
    }

    private SchemaNode Target(GoMap schema, string reference)
    {
        var (resource, fragment) = _document.Split(schema, reference);
        var from = _document;
        if (!from.Has(resource))
        {
            // Helm leaves unknown names open, and what has to be fetched first says nothing yet.
            if (resource.StartsWith("urn:", StringComparison.Ordinal) || Document(resource) is not { } other)
            {
                return new SchemaNode { Draft = from.Draft, Always = true };
            }

            _document = other;
        }

        try
        {
            return _document.Find(resource, fragment) is { Found: true } target ? Node(Formed(target.Schema, fragment), "$ref") : throw _document.NotFound(reference);
        }
        finally
        {
            _document = from;
        }
    }

    // A schema that lies where no keyword of the draft has schemas was not looked at with the whole.
    private object? Formed(object? target, string fragment)
    {
        if (fragment.StartsWith('/') && !MetaSchemas.HasSchemas(_document.Draft, fragment[1..].Split('/')[0]))
        {
            CheckForm(target, $"{_document.Url}#{fragment}", _document.Draft);
        }

        return target;
    }

    private string? Reference(GoMap schema) =>
        schema["$ref"] as string ?? (_document.Draft >= 2020 ? schema["$dynamicRef"] as string : _document.Draft == 2019 ? schema["$recursiveRef"] as string : null);

    private GoErrorException Invalid(string reason) =>
        new($"\"{_document.Url}#\" is not valid against metaschema: jsonschema validation failed: {reason}");
}
