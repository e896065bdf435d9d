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
        Images = Images(k.Images, o.Images),
        Replicas = Replicas(k.Replicas, o.Replicas),
        CommonLabels = o.LabelWithoutSelector ? k.CommonLabels : Pairs("label", k.CommonLabels, o.CommonLabels, o.ForceCommonLabels),
        Labels = o.LabelWithoutSelector ? Labels(k.Labels, o) : k.Labels,
        CommonAnnotations = Pairs("annotation", k.CommonAnnotations, Annotations(o, folder.Context.Options.Environment), o.ForceCommonAnnotations),
        Patches = [.. k.Patches, .. o.Patches.Select(Patch)],
        Components = [.. k.Components, .. o.Components.Where(path => !o.IgnoreMissingComponents || Exists(folder, path))],
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

        return new ImageEntry(old.Length > 0 ? old : name, old.Length > 0 && name != old ? name : "", tag, digest, "");
    }

    private static List<ImageEntry> Images(IReadOnlyList<ImageEntry> written, IReadOnlyList<string> overrides)
    {
        var result = new List<ImageEntry>(written);
        foreach (var text in overrides)
        {
            var image = Image(text);
            var at = result.FindIndex(known => known.Name == image.Name);
            if (at < 0)
            {
                result.Add(image);
                continue;
            }

            // An override that names no other image keeps the new name the file gives.
            result[at] = image with
            {
                NewName = image.NewName.Length > 0 ? image.NewName : result[at].NewName,
                NewTag = image.NewTag.Length + image.Digest.Length > 0 ? image.NewTag : result[at].NewTag,
                Digest = image.NewTag.Length + image.Digest.Length > 0 ? image.Digest : result[at].Digest,
            };
        }

        result.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return overrides.Count > 0 ? result : [.. written];
    }

    private static List<ReplicaEntry> Replicas(IReadOnlyList<ReplicaEntry> written, IReadOnlyList<ReplicaOverride> overrides) =>
        [.. written.Where(known => overrides.All(o => o.Name != known.Name)), .. overrides.Select(o => new ReplicaEntry(o.Name, o.Count))];

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

    private static IReadOnlyList<LabelEntry> Labels(IReadOnlyList<LabelEntry> written, KustomizeOverrides o)
    {
        if (o.CommonLabels.Count == 0)
        {
            return written;
        }

        foreach (var key in o.CommonLabels.Keys)
        {
            if (!o.ForceCommonLabels && written.Any(l => l.Pairs.ContainsKey(key)))
            {
                throw new BuildException(KustomizeProblem.Override, $"label {key} already in kustomization file")
                {
                    Hint = "Remove it from one of the two places, or set forceCommonLabels.",
                };
            }
        }

        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in o.CommonLabels)
        {
            pairs[key] = value;
        }

        return [.. written, new LabelEntry(pairs, false, o.LabelIncludeTemplates, [])];
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

    private static PatchEntry Patch(MapNode written) => PartReader.Patch(FieldReader.Of(written, "Patch", strict: true, PartReader.PatchFields), written);

    private static bool Exists(SourceFolder folder, string path) =>
        folder.Root.TryCombine(path, out var target, out _) && folder.Tree.Find(target) is { Kind: Core.Sources.SourceEntryKind.Folder };
}
