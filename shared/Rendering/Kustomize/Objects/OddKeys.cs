using System.Globalization;
using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>Keys of an object that have no form in JSON, told in the words of the original, which show values as Go writes them.</summary>
internal static class OddKeys
{
    private static readonly YamlReadOptions Options = new() { Dialect = YamlDialect.Kyaml, KeepsOddKeys = true };

    /// <summary>Refuses an object for them. A single value as a key of the object itself is its text.</summary>
    /// <exception cref="BuildException">There are such keys.</exception>
    public static void Refuse(MapNode map)
    {
        if (FirstComplex(map) is { } key)
        {
            throw new BuildException(ProblemCode.ObjectInvalid, $"map[string]interface {{}}(nil): yaml: invalid map key: {GoSyntax(key)}")
            {
                Hint = "A key is a text; what a template would fill in has to be filled in before.",
            };
        }

        if (map.Any(e => HasAny(e.Value)))
        {
            throw new BuildException(ProblemCode.ObjectInvalid, $"{GoSyntax(map)}: json: unsupported type: map[interface {{}}]interface {{}}")
            {
                Hint = "Put quotes around keys that are no texts.",
            };
        }

        foreach (var entry in map.Where(e => OddKey.Is(e.Key)).ToList())
        {
            map.Remove(entry.Key);
            map[OddKey.Written(entry.Key)] = entry.Value;
        }
    }

    /// <summary>A value as Go's <c>%#v</c> shows what it was decoded to.</summary>
    public static string GoSyntax(Node node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    private static Node? FirstComplex(Node node)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var entry in map)
                {
                    if (OddKey.Is(entry.Key) && Key(entry.Key) is MapNode or ListNode)
                    {
                        return Key(entry.Key);
                    }

                    if (FirstComplex(entry.Value) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case ListNode list:
                return list.Select(FirstComplex).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static bool HasAny(Node node) => node switch
    {
        MapNode map => map.Any(e => OddKey.Is(e.Key) || HasAny(e.Value)),
        ListNode list => list.Any(HasAny),
        _ => false,
    };

    private static Node Key(string key)
    {
        var read = YamlReader.ReadOne(OddKey.Written(key), null, Options);
        var holder = new MapNode();
        holder[""] = read;
        ReadBack.Apply(holder);
        return holder[""]!;
    }

    private static void Write(Node node, StringBuilder text)
    {
        switch (node)
        {
            case MapNode map:
                var isOdd = map.Any(e => OddKey.Is(e.Key));
                text.Append(isOdd ? "map[interface {}]interface {}{" : "map[string]interface {}{");
                var first = true;
                foreach (var entry in map.AsEnumerable().OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    text.Append(first ? "" : ", ");
                    first = false;
                    if (OddKey.Is(entry.Key))
                    {
                        Write(Key(entry.Key), text);
                    }
                    else
                    {
                        text.Append(GoText.Quote(entry.Key));
                    }

                    Write(entry.Value, text.Append(':'));
                }

                text.Append('}');
                break;
            case ListNode list:
                text.Append("[]interface {}{");
                for (var i = 0; i < list.Count; i++)
                {
                    Write(list[i], text.Append(i > 0 ? ", " : ""));
                }

                text.Append('}');
                break;
            default:
                text.Append(Scalar((ScalarNode)node));
                break;
        }
    }

    private static string Scalar(ScalarNode scalar) => scalar switch
    {
        { IsNull: true } => "interface {}(nil)",
        { StringValue: { } value } => value != scalar.Text && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var time) ? Date(time) : GoText.Quote(value),
        { Kind: NodeKind.Float, FloatValue: var number } when !double.IsFinite(number) => double.IsNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf",
        _ => scalar.ToString(),
    };

    private static string Date(DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture, $"time.Date({time.Year}, time.{time:MMMM}, {time.Day}, {time.Hour}, {time.Minute}, {time.Second}, {time.Ticks % TimeSpan.TicksPerSecond * 100}, time.UTC)");
}
