using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Patches;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Replacements;

/// <summary>Copies values of one object's field into fields of others.</summary>
internal sealed class ReplacementTransform(IReadOnlyList<Replacement> replacements, BuildContext context) : ITransformer
{
    private const string DefaultPath = "metadata.name";

    /// <summary>The replacements with those that stand in files read in.</summary>
    public static List<Replacement> Load(IReadOnlyList<Replacement> written, SourceFolder folder)
    {
        var result = new List<Replacement>();
        foreach (var replacement in written)
        {
            if (replacement.Path.Length == 0)
            {
                result.Add(replacement);
                continue;
            }

            if (replacement.Source is not null || replacement.Targets is { Count: > 0 })
            {
                throw new BuildException("cannot specify both path and inline replacement");
            }

            var root = ConfigReader.Read(folder, replacement.Path);
            result.AddRange(root switch
            {
                ListNode list => list.Select(item => PartReader.Replacement(FieldReader.Of(item, "Replacement"))),
                MapNode map => [PartReader.Replacement(FieldReader.Of(map, "Replacement"))],
                _ => throw new BuildException("unsupported replacement type encountered within replacement path: invalid"),
            });
        }

        return result;
    }

    public void Apply(ObjectSet objects)
    {
        foreach (var replacement in replacements)
        {
            if ((replacement.Source is null && replacement.SourceValue is null) || replacement.Targets is null)
            {
                throw new BuildException("replacements must specify a source and at least one target");
            }

            var source = Source(objects, replacement);
            foreach (var target in replacement.Targets)
            {
                Apply(objects, source, target);
            }
        }

        objects.Changed();
    }

    private static ReplacementValue Source(ObjectSet objects, Replacement replacement)
    {
        if (replacement.SourceValue is { } literal)
        {
            return replacement.Source is null ? new(YamlReader.ReadScalar(literal, YamlDialect.Kyaml).WrittenAs(literal), null, [])
                : throw new BuildException("value and resource selectors are mutually exclusive");
        }

        var source = replacement.Source!;
        var item = Single(objects, source);
        var path = source.FieldPath.Length > 0 ? source.FieldPath : DefaultPath;
        var parts = PathText.Split(path, '.');
        Node? found;
        try
        {
            found = FieldPath.Lookup(item.Map, parts);
        }
        catch (BuildException e)
        {
            throw new BuildException("error looking up replacement source", e);
        }

        if (found is null or { IsNull: true } or MapNode { Count: 0 } or ListNode { Count: 0 })
        {
            throw new BuildException($"fieldPath `{path}` is missing for replacement source {source.Selector.Id}");
        }

        // A part of a text is a value of its own; anything else is the field itself, which may be a target, too.
        var refined = Refine(found, source.Options);
        return ReferenceEquals(refined, found) ? new(found, item, parts) : new(refined, null, parts);
    }

    private static KObject Single(ObjectSet objects, ReplacementSource source)
    {
        var wanted = source.Selector.Id;
        var options = source.Options is { } o && (o.Delimiter.Length > 0 || o.Create) ? $":{o.Delimiter}({o.Index}), create={(o.Create ? "true" : "false")}" : "";
        var shown = $"{wanted}{(source.FieldPath.Length > 0 ? $":{source.FieldPath}" : "")}{options}";
        KObject? match = null;
        foreach (var item in objects.Items)
        {
            if (item.IsEmpty || !item.PastIds().Prepend(item.Id).Any(id => id.IsSelectedBy(wanted)))
            {
                continue;
            }

            match = match is null ? item : throw new BuildException($"multiple matches for selector {shown}");
        }

        return match ?? throw new BuildException($"nothing selected by {shown}");
    }

    private static Node Refine(Node node, FieldOptions? options)
    {
        if (options is null || options.Delimiter.Length == 0)
        {
            return node;
        }

        if (node is not ScalarNode scalar)
        {
            throw new BuildException("delimiter option can only be used with scalar nodes");
        }

        var parts = scalar.Text.Split(options.Delimiter);
        return options.Index >= 0 && options.Index < parts.Length
            ? Retyped(scalar, parts[options.Index])
            : throw new BuildException($"options.index {options.Index} is out of bounds for value {scalar.Text}");
    }

    private static ScalarNode Retyped(ScalarNode old, string text) =>
        old.Kind == NodeKind.String ? ScalarNode.Of(text) : YamlReader.ReadScalar(text, YamlDialect.Kyaml) is var read && read.Kind == old.Kind ? read : ScalarNode.Of(text);

    private void Apply(ObjectSet objects, ReplacementValue source, ReplacementTarget target)
    {
        if (target.Select is null)
        {
            throw new BuildException("target must specify resources to select");
        }

        var select = Selector(target.Select);
        var rejects = target.Reject.Select(reject => (Selector: Selector(reject), Target: reject)).ToList();
        foreach (var item in objects.Items)
        {
            if (item.IsEmpty || !select.FitsLabels(item))
            {
                continue;
            }

            var ids = item.PastIds().Prepend(item.Id).ToList();
            if (rejects.Exists(r => Rejects(r.Selector, r.Target, item, ids)) || !ids.Exists(select.FitsId))
            {
                continue;
            }

            foreach (var path in target.FieldPaths.Count > 0 ? target.FieldPaths : [DefaultPath])
            {
                Copy(item, source.Value, path, target.Options);
                source.Changed(item);
            }

            item.Shared?.Settle();
        }
    }

    private static ObjectSelector Selector(TargetSelector target)
    {
        try
        {
            return new ObjectSelector(target);
        }
        catch (BuildException e)
        {
            throw new BuildException("error creating target selector", e);
        }
    }

    private static bool Rejects(ObjectSelector selector, TargetSelector target, KObject item, List<ResId> ids)
    {
        if ((target.LabelSelector.Length > 0 || target.AnnotationSelector.Length > 0) && selector.FitsLabels(item))
        {
            return true;
        }

        var hasId = target.Group.Length + target.Version.Length + target.Kind.Length + target.Name.Length + target.Namespace.Length > 0;
        return hasId && ids.Exists(selector.FitsId);
    }

    private void Copy(KObject item, Node value, string path, FieldOptions? options)
    {
        var create = new PathCreation(options is { Create: true } ? value.IsNull ? NodeKind.String : value.Kind : NodeKind.Null);
        var parts = PathText.Split(path, '.');
        if (StructuredText.TrySet(item.Map, parts, create, slot => SetPlain(slot, value, slot.Value.Kind)))
        {
            return;
        }

        var missing = $"unable to find {(create.Wanted ? "or create " : "")}field {GoText.Quote(path)} in replacement target";
        List<FieldSlot> slots;
        try
        {
            slots = FieldPath.Find(new RootSlot(item.Map), parts, create);
        }
        catch (BuildException e)
        {
            throw new BuildException(missing, e);
        }

        if (slots.Count == 0)
        {
            throw new BuildException(missing);
        }

        // Annotations are written anew as texts before anything is printed, so everything fits there.
        var fits = parts is ["metadata", "annotations", _];
        foreach (var slot in slots)
        {
            var wanted = context.TypeOf(slot.Value);
            if (Set(slot, value, wanted, options) is { } misfit && !fits)
            {
                context.Misfit(slot.Value, wanted, misfit);
            }
        }
    }

    private static BuildException? Set(FieldSlot slot, Node value, NodeKind wanted, FieldOptions? options)
    {
        if (options is { Delimiter.Length: > 0 })
        {
            if (slot.Value is not ScalarNode target)
            {
                throw new BuildException("delimiter option can only be used with scalar nodes");
            }

            var parts = target.Text.Split(options.Delimiter).ToList();
            var text = value is ScalarNode scalar ? scalar.Text : "";
            if (options.Index < 0)
            {
                parts.Insert(0, text);
            }
            else if (options.Index >= parts.Count)
            {
                parts.Add(text);
            }
            else
            {
                parts[options.Index] = text;
            }

            value = ScalarNode.Of(string.Join(options.Delimiter, parts));
        }

        return SetPlain(slot, value, wanted);
    }

    /// <summary>A scalar keeps its type and takes the value's text. What does not fit its type is told; it shows when the object is printed.</summary>
    private static BuildException? SetPlain(FieldSlot slot, Node value, NodeKind wanted)
    {
        if (slot.Value is not ScalarNode old)
        {
            slot.Value = value.Clone();
            return null;
        }

        // A list or a map has no text of its own to give.
        var text = (value as ScalarNode)?.Text ?? "";
        if (ReferenceEquals(old, FieldPath.Fresh))
        {
            slot.Value = value is ScalarNode ? YamlReader.ReadUntyped(text) : value.Clone();
            return null;
        }

        if (old.IsUntyped)
        {
            slot.Value = YamlReader.ReadUntyped(text);
            return null;
        }

        if (wanted is NodeKind.String || (old.IsNull && value is not ScalarNode))
        {
            slot.Value = ScalarNode.Of(text).InStyle(old.Style);
            return null;
        }

        var read = YamlReader.ReadScalar(text, YamlDialect.Kyaml);
        slot.Value = read;
        return read.Kind == wanted || (wanted == NodeKind.Float && read.Kind == NodeKind.Integer) ? null
            : new BuildException($"map[string]interface {{}}(nil): yaml: cannot decode {Tag(read.Kind)} `{text}` as a {Tag(wanted)}");
    }

    private static string Tag(NodeKind kind) => kind switch
    {
        NodeKind.String => "!!str",
        NodeKind.Boolean => "!!bool",
        NodeKind.Integer => "!!int",
        NodeKind.Float => "!!float",
        _ => "!!null",
    };
}
