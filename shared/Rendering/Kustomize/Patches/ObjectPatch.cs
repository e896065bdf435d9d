using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>One entry of <c>patches</c>: strategic merges or a JSON patch, with what it is for.</summary>
internal sealed class ObjectPatch
{
    private readonly List<KObject>? _merges;
    private readonly JsonPatch? _json;
    private readonly TargetSelector? _target;
    private readonly string _source;

    private ObjectPatch(List<KObject>? merges, JsonPatch? json, TargetSelector? target, string source)
    {
        _merges = merges;
        _json = json;
        _target = target;
        _source = source;
    }

    public static ObjectPatch Of(PatchEntry entry, SourceFolder folder)
    {
        var patch = entry.Patch.Trim();
        if (patch.Length == 0 && entry.Path.Length == 0)
        {
            throw new BuildException($"must specify one of patch and path in\n{ConfigText.Of(entry.Written)}");
        }

        if (patch.Length > 0 && entry.Path.Length > 0)
        {
            throw new BuildException($"patch and path can't be set at the same time\n{ConfigText.Of(entry.Written)}");
        }

        var source = patch.Length > 0 ? $"[patch: {GoText.Quote(patch)}]" : $"[path: {GoText.Quote(entry.Path)}]";
        var text = patch.Length > 0 ? patch : Load(folder, entry.Path);
        var merges = TryMerges(text, folder.Context, out var mergeError);
        var json = TryJson(text, out var jsonError);
        if (merges is { Count: > 0 } && json is { Count: > 0 })
        {
            throw new BuildException($"illegally qualifies as both an SM and JSON patch: {source}");
        }

        if (mergeError is not null && jsonError is not null)
        {
            throw mergeError.Code == KustomizeProblem.Budget ? mergeError : new BuildException($"unable to parse SM or JSON patch from {source}");
        }

        foreach (var merge in merges ?? [])
        {
            merge.AllowNameChange |= entry.AllowNameChange;
            merge.AllowKindChange |= entry.AllowKindChange;
            if (entry.AllowNameChange || entry.AllowKindChange)
            {
                // Remembered in annotations by the original, which writes all of them anew.
                merge.RewriteTexts("annotations");
            }
        }

        return new ObjectPatch(merges, merges is null ? json : null, entry.Target, source);
    }

    public void Apply(ObjectSet objects, BuildContext context)
    {
        if (_merges is { Count: > 0 })
        {
            Merge(objects, context);
        }
        else if (_merges is null)
        {
            Json(objects);
        }
    }

    /// <summary>Lays <paramref name="patch"/> over <paramref name="item"/>, whose name, kind and namespace stay unless the patch may change them.</summary>
    public static void Merge(KObject item, KObject patch, BuildContext context, bool asTarget)
    {
        var (name, space, kind) = (item.Name, item.Namespace, item.Kind);
        if (patch.AllowNameChange || patch.AllowKindChange)
        {
            item.StoreId();
        }

        var body = (MapNode)patch.Map.Clone();
        if (asTarget)
        {
            body["apiVersion"] = item.ApiVersion is { Length: > 0 } version ? YamlReader.ReadUntyped(version) : ScalarNode.Of("");

            // The original writes the patch's own labels and annotations anew here.
            var own = new KObject(body);
            own.RewriteTexts("labels");
            own.RewriteTexts("annotations");
        }

        if (!Merge(item, body, context))
        {
            item.Root = null;
            return;
        }

        if (asTarget && item.ApiVersion.Length == 0)
        {
            // The original writes the missing version into the patch, and prints it as nothing.
            item.Map["apiVersion"] = ScalarNode.NullAt(default).WrittenAs("");
        }

        if (!patch.AllowKindChange)
        {
            item.Kind = kind;
        }

        if (!patch.AllowNameChange)
        {
            item.Name = name;
        }

        item.Namespace = space;
        item.Shared?.Settle();
    }

    /// <summary>Merges, and says whether the object is still there. What a patch puts in the place of a whole object has no effect in the original.</summary>
    private static bool Merge(KObject item, MapNode body, BuildContext context)
    {
        var witness = item.HasMemory && body["metadata"] is MapNode metadata && (metadata.Has("annotations") || metadata.Has(PatchDirectives.Key));
        if (witness)
        {
            AnnotationWitness.Put(item);
        }

        if (new StrategicMerge(context.Schema).Apply(item.Map, body) is not { Count: > 0 } || item.Map.Count == 0)
        {
            return false;
        }

        if (witness)
        {
            AnnotationWitness.Take(item);
        }

        return true;
    }

    private void Merge(ObjectSet objects, BuildContext context)
    {
        if (_target is null)
        {
            foreach (var patch in _merges!)
            {
                KObject target;
                try
                {
                    target = objects.Target(patch.Id);
                }
                catch (BuildException e)
                {
                    throw new BuildException($"no resource matches strategic merge patch \"{patch.Id}\"", e);
                }

                Merge(target, patch, context, asTarget: false);
                objects.Changed();
            }

            return;
        }

        if (_merges!.Count > 1)
        {
            throw new BuildException($"Multiple Strategic-Merge Patches in one `patches` entry is not allowed to set `patches.target` field: {_source}");
        }

        ObjectSelector selector;
        try
        {
            selector = new ObjectSelector(_target);
        }
        catch (BuildException e)
        {
            throw new BuildException($"unable to find patch target \"{_target}\" in `resources`", e);
        }

        ApplyTo(selector.Select(objects), _merges[0], objects, context);
    }

    /// <summary>Lays a patch over several objects and checks that they can still be told apart.</summary>
    public static void ApplyTo(List<KObject> selected, KObject patch, ObjectSet objects, BuildContext context)
    {
        foreach (var item in selected)
        {
            Merge(item, patch, context, asTarget: true);
        }

        objects.Reset([.. objects.Items.Where(item => !item.IsEmpty)]);
    }

    private void Json(ObjectSet objects)
    {
        if (_json is not { Count: > 0 })
        {
            return;
        }

        if (_target is null)
        {
            throw new BuildException($"must specify a target for JSON patch {_source}");
        }

        foreach (var item in new ObjectSelector(_target).Select(objects))
        {
            item.StoreId();
            _json.Apply(item);
        }

        objects.Changed();
    }

    private static string Load(SourceFolder folder, string path)
    {
        try
        {
            return Encoding.UTF8.GetString(folder.Load(path).Bytes.Span).TrimStart('\uFEFF');
        }
        catch (BuildException e)
        {
            throw new BuildException($"failed to get the patch file from path({path})", e);
        }
    }

    private static List<KObject>? TryMerges(string text, BuildContext context, out BuildException? error)
    {
        try
        {
            error = null;
            return ManifestReader.ReadInline(text, context);
        }
        catch (BuildException e)
        {
            error = e;
            return null;
        }
    }

    private static JsonPatch? TryJson(string text, out BuildException? error)
    {
        try
        {
            error = null;
            return text.Length == 0 ? throw new BuildException("empty json patch operations") : JsonPatch.Parse(text);
        }
        catch (BuildException e)
        {
            error = e;
            return null;
        }
    }
}
