using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>The old fields for patches, <c>patchesStrategicMerge</c> and <c>patchesJson6902</c>.</summary>
internal static class PatchTransforms
{
    public static ITransformer StrategicMerges(IReadOnlyList<string> paths, string inline, SourceFolder folder)
    {
        if (paths.Count == 0 && inline.Length == 0)
        {
            throw new BuildException("empty file path and empty patch content");
        }

        var patches = new List<KObject>();
        foreach (var path in paths)
        {
            patches.AddRange(Load(path, folder));
        }

        if (inline.Length > 0)
        {
            patches.AddRange(ManifestReader.ReadInline(inline, folder.Context));
        }

        if (patches.Count == 0)
        {
            throw new BuildException($"patch appears to be empty; files=[{string.Join(' ', paths)}], Patch={inline}");
        }

        return new Transformer(objects =>
        {
            foreach (var patch in patches)
            {
                ObjectPatch.ApplyTo([objects.Target(patch.Id)], patch, objects, folder.Context);
            }
        });
    }

    public static ITransformer Json6902(PatchEntry entry, SourceFolder folder)
    {
        if (entry.Target is null || entry.Target.Name.Length == 0)
        {
            throw new BuildException("must specify the target name");
        }

        if (entry.Path.Length == 0 && entry.Patch.Length == 0)
        {
            throw new BuildException("empty file path and empty jsonOp");
        }

        if (entry.Path.Length > 0 && entry.Patch.Length > 0)
        {
            throw new BuildException("must specify a file path or jsonOp, not both");
        }

        var text = entry.Patch.Length > 0 ? entry.Patch : Encoding.UTF8.GetString(folder.Load(entry.Path).Bytes.Span).TrimStart('\uFEFF');
        if (text.Length == 0)
        {
            throw new BuildException($"patch file '{entry.Path}' empty seems to be empty");
        }

        JsonPatch patch;
        try
        {
            patch = JsonPatch.Parse(text);
        }
        catch (BuildException e)
        {
            throw new BuildException($"decoding {JsonPatch.Shown(text)}", e);
        }

        if (patch.Count == 0)
        {
            throw new BuildException($"patch appears to be empty; file={entry.Path}, JsonOp={JsonPatch.Shown(text)}");
        }

        var selector = new ObjectSelector(entry.Target);
        return new Transformer(objects =>
        {
            foreach (var item in selector.Select(objects))
            {
                patch.Apply(item);
            }

            objects.Changed();
        });
    }

    // An entry is the patch itself, or the path of a file.
    private static List<KObject> Load(string entry, SourceFolder folder)
    {
        try
        {
            return ManifestReader.ReadInline(entry, folder.Context);
        }
        catch (BuildException)
        {
            return ManifestReader.Read(folder, entry);
        }
    }
}
