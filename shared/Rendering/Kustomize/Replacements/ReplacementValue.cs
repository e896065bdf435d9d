using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Replacements;

/// <summary>What a replacement copies. The original holds on to the field and not to its value: where that field is among the targets, the targets after it get what it became.</summary>
/// <param name="value">The value at first.</param>
/// <param name="owner">The object whose field it is; null where it is a value of its own.</param>
/// <param name="path">The field.</param>
internal sealed class ReplacementValue(Node value, KObject? owner, IReadOnlyList<string> path)
{
    public Node Value { get; private set; } = value;

    /// <summary>Looks again where <paramref name="item"/>, which was just written to, holds the field.</summary>
    public void Changed(KObject item)
    {
        if (!ReferenceEquals(item, owner))
        {
            return;
        }

        try
        {
            Value = FieldPath.Lookup(item.Map, path) ?? Value;
        }
        catch (BuildException)
        {
            // What was written took the field away with what it stood in; the original still holds it.
        }
    }
}
