using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's strings.</summary>
internal static class StringFunctions
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    private static readonly string Ascii = new([.. Enumerable.Range(32, 95).Select(c => (char)c)]);

    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = [.. Cases().Functions, .. Parts().Functions, .. Building().Functions];

    private static FunctionList Cases() => new FunctionList()
        .Add("trim", [GoType.String], GoType.String, static (_, a) => a.Text(0).Trim())
        .Add("upper", [GoType.String], GoType.String, static (_, a) => GoCase.Upper(a.Text(0)))
        .Add("lower", [GoType.String], GoType.String, static (_, a) => GoCase.Lower(a.Text(0)))
        .Add("title", [GoType.String], GoType.String, static (_, a) => TextShape.Title(a.Text(0)))
        .Add("untitle", [GoType.String], GoType.String, static (_, a) => TextShape.Untitle(a.Text(0)))
        .Add("swapcase", [GoType.String], GoType.String, static (_, a) => TextShape.SwapCase(a.Text(0)))
        .Add("snakecase", [GoType.String], GoType.String, static (_, a) => WordCase.Joined(a.Text(0), '_'))
        .Add("kebabcase", [GoType.String], GoType.String, static (_, a) => WordCase.Joined(a.Text(0), '-'))
        .Add("camelcase", [GoType.String], GoType.String, static (_, a) => WordCase.Pascal(a.Text(0)))
        .Add("initials", [GoType.String], GoType.String, static (_, a) => TextShape.Initials(a.Text(0)))
        .Add("nospace", [GoType.String], GoType.String, static (_, a) => TextShape.WithoutSpace(a.Text(0)))
        .AddPair("trimAll", "trimall", [GoType.String, GoType.String], GoType.String, static (_, a) => TrimSet(a.Text(1), a.Text(0)))
        .Add("trimSuffix", [GoType.String, GoType.String], GoType.String, static (_, a) => Ends(a) ? a.Text(1)[..^a.Text(0).Length] : a.Text(1))
        .Add("trimPrefix", [GoType.String, GoType.String], GoType.String, static (_, a) => Starts(a) ? a.Text(1)[a.Text(0).Length..] : a.Text(1))
        .Add("contains", [GoType.String, GoType.String], Bool, static (_, a) => Boxes.Of(a.Text(1).Contains(a.Text(0), StringComparison.Ordinal)))
        .Add("hasPrefix", [GoType.String, GoType.String], Bool, static (_, a) => Boxes.Of(Starts(a)))
        .Add("hasSuffix", [GoType.String, GoType.String], Bool, static (_, a) => Boxes.Of(Ends(a)))
        .Add("toString", [Any], GoType.String, static (c, a) => GoCast.Text(a[0], c));

    private static FunctionList Parts() => new FunctionList()
        .Add("abbrev", [Int, GoType.String], GoType.String, static (_, a) => a.Int(0) < 4 ? a.Text(1) : TextShape.Abbreviate(a.Text(1), 0, a.Int(0)))
        .Add("abbrevboth", [Int, Int, GoType.String], GoType.String, AbbreviateBoth)
        .Add("trunc", [Int, GoType.String], GoType.String, Truncate)
        .Add("substr", [Int, Int, GoType.String], GoType.String, Substring)
        .Add("splitList", [GoType.String, GoType.String], StringList, static (c, a) => GoList.OfStrings(Split(a.Text(0), a.Text(1), -1, c)))
        .Add("split", [GoType.String, GoType.String], GoType.Map, static (c, a) => Numbered(Split(a.Text(0), a.Text(1), -1, c)))
        .Add("splitn", [GoType.String, Int, GoType.String], GoType.Map, static (c, a) => Numbered(Split(a.Text(0), a.Text(2), a.Int(1), c)));

    private static FunctionList Building() => new FunctionList()
        .Add("repeat", [Int, GoType.String], GoType.String, static (c, a) => Repeat(a.Text(1), a.Int(0), c))
        .Add("replace", [GoType.String, GoType.String, GoType.String], GoType.String, Replace)
        .Add("plural", [GoType.String, GoType.String, Int], GoType.String, static (_, a) => a.Int(2) == 1 ? a[0] : a[1])
        .Add("wrap", [Int, GoType.String], GoType.String, static (_, a) => TextShape.Wrap(a.Text(1), a.Int(0), "", breakLongWords: false))
        .Add("wrapWith", [Int, GoType.String, GoType.String], GoType.String, static (c, a) => WrapWith(c, a))
        .AddVariadic("quote", [Any], GoType.String, static (c, a) => Quoted(c, a))
        .AddVariadic("squote", [Any], GoType.String, static (c, a) => Joined(c, a, "'", "'"))
        .AddVariadic("cat", [Any], GoType.String, static (c, a) => Joined(c, a, "", ""))
        .Add("indent", [Int, GoType.String], GoType.String, static (c, a) => Indent(a.Text(1), a.Int(0), "", c))
        .Add("nindent", [Int, GoType.String], GoType.String, static (c, a) => Indent(a.Text(1), a.Int(0), "\n", c))
        .Add("shuffle", [GoType.String], GoType.String, static (c, a) => Shuffle(a.Text(0), c))
        .Add("randAlphaNum", [Int], GoType.String, static (c, a) => RandomText.Of(Letters + Digits, a.Int(0), c))
        .Add("randAlpha", [Int], GoType.String, static (c, a) => RandomText.Of(Letters, a.Int(0), c))
        .Add("randNumeric", [Int], GoType.String, static (c, a) => RandomText.Of(Digits, a.Int(0), c))
        .Add("randAscii", [Int], GoType.String, static (c, a) => RandomText.Of(Ascii, a.Int(0), c));

    private static bool Starts(ReadOnlySpan<object?> a) => a.Text(1).StartsWith(a.Text(0), StringComparison.Ordinal);

    private static bool Ends(ReadOnlySpan<object?> a) => a.Text(1).EndsWith(a.Text(0), StringComparison.Ordinal);

    private static string TrimSet(string text, string characters)
    {
        var set = characters.EnumerateRunes().ToHashSet();
        var runes = text.EnumerateRunes().ToArray();
        var start = 0;
        var end = runes.Length;
        while (start < end && set.Contains(runes[start]))
        {
            start++;
        }

        while (end > start && set.Contains(runes[end - 1]))
        {
            end--;
        }

        return start == 0 && end == runes.Length ? text : string.Concat(runes[start..end]);
    }

    private static object AbbreviateBoth(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var (left, right) = (a.Int(0), a.Int(1));
        return right < 4 || (left > 0 && right < 7) ? a.Text(2) : TextShape.Abbreviate(a.Text(2), left, right);
    }

    private static object Truncate(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var (count, text) = (a.Int(0), a.Text(1));
        var length = GoText.ByteLength(text);
        if (count < 0 && length + count > 0)
        {
            return GoText.ByteSlice(text, (int)(length + count), length);
        }

        return count >= 0 && length > count ? GoText.ByteSlice(text, 0, (int)count) : text;
    }

    private static object Substring(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var (start, end, text) = (a.Int(0), a.Int(1), a.Text(2));
        if (start < 0)
        {
            return ArgumentReading.Bytes(text, 0, end);
        }

        var length = GoText.ByteLength(text);
        if (end >= 0 && end <= length)
        {
            return ArgumentReading.Bytes(text, start, end);
        }

        return start > length
            ? throw new GoErrorException($"runtime error: slice bounds out of range [{start}:{length}]")
            : ArgumentReading.Bytes(text, start, length);
    }

    private static List<string> Split(string separator, string text, long count, TemplateContext context)
    {
        context.Work(text.Length);
        return TextShape.Split(text, separator, count);
    }

    private static GoMap Numbered(List<string> parts)
    {
        var map = new GoMap(parts.Count) { Type = GoMapType.String };
        for (var i = 0; i < parts.Count; i++)
        {
            map["_" + i] = parts[i];
        }

        return map;
    }

    private static string Repeat(string text, long count, TemplateContext context)
    {
        if (count < 0)
        {
            throw new GoErrorException("strings: negative Repeat count");
        }

        context.Work((long)Int128.Min((Int128)text.Length * count, long.MaxValue));
        return text.Length == 0 ? "" : new StringBuilder(text.Length * (int)count).Insert(0, text, (int)count).ToString();
    }

    private static object Replace(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var (old, replacement, text) = (a.Text(0), a.Text(1), a.Text(2));
        var places = old.Length == 0 ? text.Length + 1L : text.Length / old.Length;
        context.Work(text.Length + (replacement.Length > old.Length ? places * (replacement.Length - old.Length) / 4 : 0));
        var result = TextShape.Replace(text, old, replacement);
        context.Work(result.Length);
        return result;
    }

    private static string WrapWith(TemplateContext context, ReadOnlySpan<object?> a)
    {
        context.Work((long)a.Text(2).Length * (1 + (a.Text(1).Length / Math.Max(a.Int(0), 1))));
        return TextShape.Wrap(a.Text(2), a.Int(0), a.Text(1), breakLongWords: true);
    }

    private static string Quoted(TemplateContext context, ReadOnlySpan<object?> a)
    {
        if (a.Length == 1)
        {
            return a[0] is null ? "" : GoStrconv.Quote(GoCast.Text(a[0], context));
        }

        var shown = new List<string>(a.Length);
        foreach (var value in a)
        {
            if (value is not null)
            {
                shown.Add(GoStrconv.Quote(GoCast.Text(value, context)));
            }
        }

        return string.Join(' ', shown);
    }

    private static string Joined(TemplateContext context, ReadOnlySpan<object?> a, string before, string after)
    {
        var result = new StringBuilder();
        var between = "";
        foreach (var value in a)
        {
            if (value is null)
            {
                continue;
            }

            result.Append(between).Append(before).Append(GoPrinter.Text(value, context)).Append(after);
            between = " ";
        }

        context.Work(result.Length);
        return result.ToString();
    }

    private static string Indent(string text, long spaces, string before, TemplateContext context)
    {
        if (spaces < 0)
        {
            throw new GoErrorException("strings: negative Repeat count");
        }

        var lines = 1 + text.AsSpan().Count('\n');
        context.Work((long)Int128.Min(text.Length + ((Int128)lines * spaces), long.MaxValue));
        return string.Create(before.Length + text.Length + (lines * (int)spaces), (text, (int)spaces, before), static (span, state) =>
        {
            state.before.CopyTo(span);
            span = span[state.before.Length..];
            foreach (var range in state.text.AsSpan().Split('\n'))
            {
                var line = state.text.AsSpan(range);
                span[..state.Item2].Fill(' ');
                span = span[state.Item2..];
                line.CopyTo(span);
                span = span[line.Length..];
                if (!span.IsEmpty)
                {
                    span[0] = '\n';
                    span = span[1..];
                }
            }
        });
    }

    private static string Shuffle(string text, TemplateContext context)
    {
        var runes = text.EnumerateRunes().ToArray();
        for (var i = runes.Length - 1; i > 0; i--)
        {
            var other = (int)(RandomText.Number(context) % (ulong)(i + 1));
            (runes[i], runes[other]) = (runes[other], runes[i]);
        }

        return string.Concat(runes);
    }
}
