using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>
/// Lays an application's overrides over its kustomization the way <c>kustomize edit</c> would write them into the file, without
/// writing (SRC-17).
/// </summary>
internal static class OverrideOverlay
{
    public static Kustomization Apply(Kustomization k, KustomizeOverrides o, SourceFolder folder) => k with
    {
        NamePrefix = o.NamePrefix.Length > 0 ? o.NamePrefix : k.NamePrefix,
        NameSuffix = o.NameSuffix.Length > 0 ? o.NameSuffix : k.NameSuffix,
        Namespace = o.Namespace.Length > 0 ? o.Namespace : k.Namespace,
        Images = Images(k.Images, o.Images, folder.Context.Options.Environment),
        Replicas = Replicas(k.Replicas, o.Replicas),
        CommonLabels = o.LabelWithoutSelector ? k.CommonLabels : Pairs("label", k.CommonLabels, CommonLabels(o, folder), o.ForceCommonLabels),
        Labels = o.LabelWithoutSelector ? Labels(k.Labels, o, CommonLabels(o, folder)) : k.Labels,
        CommonAnnotations = Pairs("annotation", k.CommonAnnotations, Annotations(o, folder.Context.Options.Environment), o.ForceCommonAnnotations),
        Patches = [.. k.Patches, .. o.Patches.Select(Patch)],
        Components = [.. k.Components.Union(o.Components.Where(path => !o.IgnoreMissingComponents || Exists(folder, path)), StringComparer.Ordinal)],
    };

    /// <summary><c>[old=]name[:tag][@digest]</c>; an entry replaces the one with the same old name.</summary>
    public static ImageEntry Image(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var old = equals < 0 ? "" : text[..equals];
        var (name, tag, digest) = Transforms.ImageTransform.Split(equals < 0 ? text : text[(equals + 1)..]);
        if (name.Length == 0 && old.Length == 0)
        {
            throw new BuildException(KustomizeProblem.Override, $"the image override '{text}' has no name") { Hint = "Write it as [old=]name[:tag][@digest]." };
        }

        if (name == text)
        {
            throw new BuildException(KustomizeProblem.Override, $"the image override '{text}' changes nothing") { Hint = "Write it as [old=]name[:tag][@digest], with another name, a tag or a digest." };
        }

        return new ImageEntry(old.Length > 0 ? old : name, old.Length > 0 ? name : "", tag, digest, "");
    }

    /// <summary>An override takes the place of the file's entry; <c>*</c> for its name, tag or digest keeps what the file gives.</summary>
    private static IReadOnlyList<ImageEntry> Images(IReadOnlyList<ImageEntry> written, IReadOnlyList<string> overrides, IReadOnlyDictionary<string, string> environment)
    {
        if (overrides.Count == 0)
        {
            return written;
        }

        var result = new SortedDictionary<string, ImageEntry>(StringComparer.Ordinal);
        foreach (var image in overrides.Select(text => Image(Substitute(text, environment))))
        {
            result[image.Name] = image;
        }

        foreach (var known in written)
        {
            result[known.Name] = result.TryGetValue(known.Name, out var image) ? Kept(image, known) : known;
        }

        return [.. result.Values.Select(image => Kept(image, null))];
    }

    private static ImageEntry Kept(ImageEntry image, ImageEntry? known) => image with
    {
        NewName = image.NewName == "*" ? known?.NewName ?? "" : image.NewName,
        NewTag = image.NewTag == "*" ? known?.NewTag ?? "" : image.NewTag,
        Digest = image.Digest == "*" ? known?.Digest ?? "" : image.Digest,
    };

    private static IReadOnlyList<ReplicaEntry> Replicas(IReadOnlyList<ReplicaEntry> written, IReadOnlyList<ReplicaOverride> overrides)
    {
        var result = new SortedDictionary<string, ReplicaEntry>(StringComparer.Ordinal);
        foreach (var entry in written)
        {
            result[entry.Name] = entry;
        }

        foreach (var entry in overrides)
        {
            result[entry.Name] = new ReplicaEntry(entry.Name, entry.Count);
        }

        return overrides.Count > 0 ? [.. result.Values] : written;
    }

    private static SortedDictionary<string, string> Pairs(
        string what, SortedDictionary<string, string> written, IReadOnlyDictionary<string, string> overrides, bool force)
    {
        var result = new SortedDictionary<string, string>(written, StringComparer.Ordinal);
        foreach (var (key, value) in overrides)
        {
            if (!force && result.ContainsKey(key))
            {
                throw new BuildException(KustomizeProblem.Override, $"{what} {key} already in kustomization file")
                {
                    Hint = $"Remove it from one of the two places, or set forceCommon{(what == "label" ? "Labels" : "Annotations")}.",
                };
            }

            result[key] = value;
        }

        return result;
    }

    /// <summary>Labels go into the first entry of the file with the same settings, or into a new one.</summary>
    private static IReadOnlyList<LabelEntry> Labels(IReadOnlyList<LabelEntry> written, KustomizeOverrides o, IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count == 0)
        {
            return written;
        }

        var result = written.ToList();
        var at = result.FindIndex(known => !known.IncludeSelectors && known.IncludeTemplates == o.LabelIncludeTemplates);
        if (at < 0)
        {
            at = result.Count;
            result.Add(new LabelEntry(new SortedDictionary<string, string>(StringComparer.Ordinal), false, o.LabelIncludeTemplates, []));
        }

        result[at] = result[at] with { Pairs = Pairs("label", result[at].Pairs, labels, o.ForceCommonLabels) };
        return result;
    }

    /// <summary>Labels always have names of the build environment filled in, annotations on request.</summary>
    private static Dictionary<string, string> CommonLabels(KustomizeOverrides o, SourceFolder folder)
    {
        if (o is { CommonLabels.Count: > 0, LabelIncludeTemplates: true, LabelWithoutSelector: false })
        {
            throw new BuildException(KustomizeProblem.Override, "labelIncludeTemplates needs labelWithoutSelector")
            {
                Hint = "Set labelWithoutSelector as well; labels that reach selectors reach templates anyway.",
            };
        }

        return o.CommonLabels.ToDictionary(p => p.Key, p => Substitute(p.Value, folder.Context.Options.Environment), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Annotations(KustomizeOverrides o, IReadOnlyDictionary<string, string> environment) =>
        o.CommonAnnotations.ToDictionary(p => p.Key, p => o.CommonAnnotationsEnvsubst ? Substitute(p.Value, environment) : p.Value, StringComparer.Ordinal);

    /// <summary><c>$NAME</c> and <c>${NAME}</c>; <c>$$</c> is a dollar sign, unknown names are empty.</summary>
    private static string Substitute(string text, IReadOnlyDictionary<string, string> environment)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == '$')
            {
                result.Append('$');
                continue;
            }

            if (text[i] is '*' or '#' or '@' or '!' or '?' or '-' or (>= '0' and <= '9'))
            {
                // The names of a shell's own variables are one character long, and none is set here.
                continue;
            }

            var braced = text[i] == '{';
            var start = braced ? i + 1 : i;
            var end = start;
            while (end < text.Length && (braced ? text[end] != '}' : char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            result.Append(end == start ? "$" : environment.GetValueOrDefault(text[start..end], ""));
            i = end == start ? start - 1 : braced ? end : end - 1;
        }

        return result.ToString();
    }

    private static PatchEntry Patch(MapNode written)
    {
        var decoded = GoDecoder.Decode(written, "types.Patch", strict: true);
        return PartReader.Patch(FieldReader.Of(decoded, "Patch"), GoDecoder.Printed(decoded, "types.Patch"));
    }

    private static bool Exists(SourceFolder folder, string path) =>
        folder.Root.TryCombine(path, out var target, out _) && folder.Tree.Find(target) is { Kind: Core.Sources.SourceEntryKind.Folder };
}
