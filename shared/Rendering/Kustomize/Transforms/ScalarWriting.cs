using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Transforms;

/// <summary>Puts new values into fields.</summary>
internal static class ScalarWriting
{
    /// <summary>A new text in the place of <paramref name="old"/>, in its style: without quotes it is read anew, and may so become a number.</summary>
    public static ScalarNode Text(Node old, string text)
    {
        Demand(old);
        return Untyped(old, text);
    }

    /// <summary>As <see cref="Text"/> for a place that may hold anything or nothing.</summary>
    public static ScalarNode Untyped(Node? old, string text) => old switch
    {
        ScalarNode { Style: not ScalarStyle.Plain } quoted => ScalarNode.Of(text).InStyle(quoted.Style),
        ScalarNode => YamlReader.ReadUntyped(text),
        _ => Made(text),
    };

    /// <summary>A text that stays one, in the style of what was there.</summary>
    public static ScalarNode Typed(Node? old, string text) =>
        old is ScalarNode { IsNull: false } scalar ? ScalarNode.Of(text).InStyle(scalar.Style) : Made(text);

    /// <summary>A text where nothing was: in quotes where it would otherwise read as something else.</summary>
    public static ScalarNode Made(string text) =>
        YamlReader.ReadScalar(text, YamlDialect.Kubernetes).Kind == NodeKind.String ? ScalarNode.Of(text) : ScalarNode.Of(text).InStyle(ScalarStyle.DoubleQuoted);

    /// <summary>
    /// A value in the place of another takes its style, as in the original, where styles outlive values: what comes into quotes is text.
    /// </summary>
    public static Node Over(Node? old, Node value)
    {
        if (old is not ScalarNode place || value is not ScalarNode scalar)
        {
            return value;
        }

        return place.Style != ScalarStyle.Plain && scalar.Kind is not (NodeKind.String or NodeKind.Null)
            ? ScalarNode.Of(scalar.Text).InStyle(place.Style)
            : scalar.InStyle(place.Style);
    }

    public static void Demand(Node node)
    {
        if (node is not ScalarNode)
        {
            throw ManifestReader.WrongKind("ScalarNode", node);
        }
    }

}
