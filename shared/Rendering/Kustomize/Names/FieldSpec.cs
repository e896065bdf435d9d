using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Names;

/// <summary>A field of the kinds that fit <see cref="Gvk"/>: names joined by slashes, lists passed through, <c>\/</c> for a slash in a name.</summary>
internal sealed record FieldSpec(Gvk Gvk, string Path, bool Create)
{
    private string[]? _segments;

    public string[] Segments => _segments ??= Split(Path);

    /// <summary>Whether <paramref name="other"/> says nothing that this does not say.</summary>
    public bool Covers(FieldSpec other) => Gvk.IsSelected(other.Gvk) && Path == other.Path;

    public static List<FieldSpec> Merge(IReadOnlyList<FieldSpec> into, IEnumerable<FieldSpec> more)
    {
        var result = new List<FieldSpec>(into);
        foreach (var spec in more)
        {
            if (result.Find(known => known.Covers(spec)) is not { } same)
            {
                result.Add(spec);
            }
            else if (same.Create != spec.Create)
            {
                throw new BuildException("conflicting fieldspecs");
            }
        }

        return result;
    }

    private static string[] Split(string path)
    {
        var result = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (result.Count > 0 && result[^1].EndsWith('\\'))
            {
                result[^1] = result[^1][..^1] + "/" + part;
            }
            else if (part.Length > 0 || result.Count > 0)
            {
                result.Add(part);
            }
        }

        return [.. result];
    }
}
