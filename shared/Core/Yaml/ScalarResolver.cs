using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlStyle = YamlDotNet.Core.ScalarStyle;

namespace Plumbline.Core.Yaml;

/// <summary>What a scalar means: the rules of Kubernetes' reader, and those by which kustomize reads resources.</summary>
internal static class ScalarResolver
{
    private const string Core = "tag:yaml.org,2002:";

    public static ScalarNode Resolve(Scalar scalar, SourcePosition place, YamlReadOptions options, string? file) =>
        Resolve(scalar, place, options.Dialect, options.ThroughJson, file);

    private static ScalarNode Resolve(Scalar scalar, SourcePosition place, YamlDialect dialect, bool ignoresTags, string? file)
    {
        var text = scalar.Value;
        if (scalar.Tag.IsEmpty)
        {
            return scalar.Style == YamlStyle.Plain ? Written(text, place, dialect) : ScalarNode.Read(text, Style(scalar.Style), place);
        }

        // Where kustomize reads resources, "!" before a plain scalar says nothing, and a tag it does not know makes a text.
        var isKyaml = dialect == YamlDialect.Kyaml;
        return scalar.Tag.IsNonSpecific ? isKyaml && scalar.Style == YamlStyle.Plain ? Written(text, place, dialect) : ScalarNode.Of(text, place) : scalar.Tag.Value switch
        {
            Core + "str" => ScalarNode.Of(text, place),
            Core + "binary" => ScalarNode.Of(Binary(text, place, file), place).WrittenAs(text),
            Core + "timestamp" => isKyaml && GoTimestamp.TryParse(text, out var moment) ? ScalarNode.Of(moment, place).WrittenAs(text) : ScalarNode.Of(text, place),
            Core + "null" => Typed(NodeKind.Null),
            Core + "bool" => Typed(NodeKind.Boolean),
            Core + "int" => Typed(NodeKind.Integer),
            Core + "float" => Plain(text, place, dialect) is { Kind: NodeKind.Integer } whole
                ? ScalarNode.Of(whole.FloatValue, place)
                : Typed(NodeKind.Float),
            _ when ignoresTags => ScalarNode.Of(text, place),
            _ when isKyaml => ScalarNode.Of(text, place),
            var tag => throw YamlReader.Refuse(
                ProblemCode.YamlTag, $"The tag '{EventTreeBuilder.Shorten(tag)}' is not supported.", file, place),
        };

        ScalarNode Typed(NodeKind kind) => Plain(text, place, dialect) is var node && node.Kind == kind
            ? node
            : throw YamlReader.Refuse(ProblemCode.YamlTag, "The value does not fit its tag.", file, place);
    }

    public static Objects.ScalarStyle Style(YamlStyle style) => style switch
    {
        YamlStyle.SingleQuoted => Objects.ScalarStyle.SingleQuoted,
        YamlStyle.DoubleQuoted => Objects.ScalarStyle.DoubleQuoted,
        YamlStyle.Literal => Objects.ScalarStyle.Literal,
        YamlStyle.Folded => Objects.ScalarStyle.Folded,
        _ => Objects.ScalarStyle.Plain,
    };

    /// <summary>The meaning of a plain scalar, with its spelling kept where kustomize goes by it; there dates become RFC 3339 texts.</summary>
    public static ScalarNode Written(string text, SourcePosition place, YamlDialect dialect)
    {
        if (dialect != YamlDialect.Kyaml)
        {
            return Plain(text, place, dialect);
        }

        if (text.Length >= 8 && text[4] == '-' && GoTimestamp.TryParse(text, out var moment))
        {
            return ScalarNode.Of(moment, place).WrittenAs(text);
        }

        var node = Plain(text, place, dialect);
        return node.Kind is NodeKind.String ? node : node.WrittenAs(text);
    }

    /// <summary>Keys are text: a key that reads as another type takes that value's JSON text, and a date stays as it is written.</summary>
    public static string KeyText(ScalarNode key) => key.Kind switch
    {
        NodeKind.String => GoTimestamp.TryParse(key.Text, out _) ? key.Text : key.StringValue!,
        NodeKind.Float => Json.JsonNumber.Text(key.FloatValue),
        _ => key.ToString(),
    };

    public static ScalarNode Plain(string text, SourcePosition place, YamlDialect dialect)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return ScalarNode.NullAt(place);
            case "true" or "True" or "TRUE":
                return ScalarNode.Of(true, place);
            case "false" or "False" or "FALSE":
                return ScalarNode.Of(false, place);
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return ScalarNode.Of(double.PositiveInfinity, place);
            case "-.inf" or "-.Inf" or "-.INF":
                return ScalarNode.Of(double.NegativeInfinity, place);
            case ".nan" or ".NaN" or ".NAN":
                return ScalarNode.Of(double.NaN, place);
            case "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" when dialect == YamlDialect.Kubernetes:
                return ScalarNode.Of(true, place);
            case "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" when dialect == YamlDialect.Kubernetes:
                return ScalarNode.Of(false, place);
        }

        return text[0] is '+' or '-' or '.' or (>= '0' and <= '9') ? Number(text, place) ?? ScalarNode.Of(text, place) : ScalarNode.Of(text, place);
    }

    private static ScalarNode? Number(string text, SourcePosition place)
    {
        var digits = text.Contains('_') ? text.Replace("_", "", StringComparison.Ordinal) : text;
        var negative = digits.StartsWith('-');
        var body = digits.AsSpan(negative || digits.StartsWith('+') ? 1 : 0);
        if (NumberSyntax.Whole(body) is { } magnitude)
        {
            return negative ? Negative(magnitude, place) : ScalarNode.Of(magnitude, place);
        }

        return NumberSyntax.Float(digits) is { } number ? ScalarNode.Of(number, place) : null;
    }

    private static ScalarNode Negative(ulong magnitude, SourcePosition place) => magnitude switch
    {
        <= long.MaxValue => ScalarNode.Of(-(long)magnitude, place),
        (ulong)long.MaxValue + 1 => ScalarNode.Of(long.MinValue, place),
        _ => ScalarNode.Of(-(double)magnitude, place),
    };

    private static string Binary(string text, SourcePosition place, string? file)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            throw YamlReader.Refuse(ProblemCode.YamlTag, "The value of a !!binary is not base64.", file, place);
        }
    }
}
