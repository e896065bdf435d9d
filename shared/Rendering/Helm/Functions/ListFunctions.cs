using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's lists. The <c>must…</c> forms differ only in how Go hands the error on, which templates cannot see.</summary>
internal static class ListFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .AddVariadic("list", [Any], GoType.List, static (_, a) => new GoList(a))
        .AddVariadic("tuple", [Any], GoType.List, static (_, a) => new GoList(a))
        .AddPair("append", "mustAppend", [Any, Any], GoType.List, Append)
        .AddPair("push", "mustPush", [Any, Any], GoType.List, Append)
        .AddPair("prepend", "mustPrepend", [Any, Any], GoType.List, Prepend)
        .AddPair("first", "mustFirst", [Any], Any, static (_, a) => Kind("find first", a[0]) is { Count: > 0 } l ? l[0] : null)
        .AddPair("last", "mustLast", [Any], Any, static (_, a) => Kind("find last", a[0]) is { Count: > 0 } l ? l[^1] : null)
        .AddPair("rest", "mustRest", [Any], GoType.List, static (c, a) => Part(Kind("find rest", a[0]), 1, 0, c))
        .AddPair("initial", "mustInitial", [Any], GoType.List, static (c, a) => Part(Kind("find initial", a[0]), 0, 1, c))
        .AddPair("reverse", "mustReverse", [Any], GoType.List, Reverse)
        .AddPair("uniq", "mustUniq", [Any], GoType.List, Unique)
        .AddPair("compact", "mustCompact", [Any], GoType.List, Compact)
        .AddVariadic("without", [Any, Any], GoType.List, Without)
        .AddVariadic("mustWithout", [Any, Any], GoType.List, Without)
        .AddPair("has", "mustHas", [Any, Any], Bool, Has)
        .AddVariadic("slice", [Any, Any], Any, Slice)
        .AddVariadic("mustSlice", [Any, Any], Any, Slice)
        .AddVariadic("concat", [Any], Any, Concat)
        .AddPair("chunk", "mustChunk", [Int, Any], GoType.List, Chunk)
        .Add("join", [GoType.String, Any], GoType.String, Join)
        .Add("sortAlpha", [Any], StringList, SortAlpha)
        .Add("toStrings", [Any], StringList, static (c, a) => a[0] is GoList { Type.Element: GoType.String } l ? l : GoList.OfStrings(GoCast.Texts(a[0], c)))
        .Functions;

    private static GoList Kind(string action, object? value) =>
        ArgumentReading.List(value, kind => $"Cannot {action} on type {kind}");

    private static GoList Copy(GoList list, int extra, TemplateContext context)
    {
        context.Work(list.Count + 1L);
        var copy = new GoList(list.Count + extra);
        copy.AddRange(list);
        return copy;
    }

    private static object Append(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var list = Copy(Kind("push", a[0]), 1, context);
        list.Add(a[1]);
        return list;
    }

    private static object Prepend(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var list = Kind("prepend", a[0]);
        context.Work(list.Count + 1L);
        var result = new GoList(list.Count + 1);
        result.Add(a[1]);
        result.AddRange(list);
        return result;
    }

    private static GoList? Part(GoList list, int dropFirst, int dropLast, TemplateContext context)
    {
        if (list.Count == 0)
        {
            return GoList.Nil;
        }

        context.Work(list.Count);
        var result = new GoList(list.Count);
        for (var i = dropFirst; i < list.Count - dropLast; i++)
        {
            result.Add(list[i]);
        }

        return result;
    }

    private static object Reverse(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var list = Kind("find reverse", a[0]);
        context.Work(list.Count);
        var result = new GoList(list.Count);
        for (var i = list.Count - 1; i >= 0; i--)
        {
            result.Add(list[i]);
        }

        return result;
    }

    private static object Unique(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var result = new GoList();
        foreach (var item in Kind("find uniq", a[0]))
        {
            if (!Contains(result, item, context))
            {
                result.Add(item);
            }
        }

        return result;
    }

    private static object Compact(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var list = Kind("compact", a[0]);
        context.Work(list.Count);
        var result = new GoList();
        foreach (var item in list)
        {
            if (!GoCast.IsEmpty(item))
            {
                result.Add(item);
            }
        }

        return result;
    }

    private static object Without(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var omitted = new GoList(a[1..]);
        var result = new GoList();
        foreach (var item in Kind("find without", a[0]))
        {
            if (!Contains(omitted, item, context))
            {
                result.Add(item);
            }
        }

        return result;
    }

    private static object Has(TemplateContext context, ReadOnlySpan<object?> a) =>
        Boxes.Of(a[1] is not null && Contains(Kind("find has", a[1]), a[0], context));

    private static bool Contains(GoList list, object? wanted, TemplateContext context)
    {
        foreach (var item in list)
        {
            context.Step();
            if (GoDeepValue.Equal(wanted, item, context))
            {
                return true;
            }
        }

        return false;
    }

    private static object? Slice(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var list = a[0] is byte[] or GoList or null
            ? ArgumentReading.List(a[0], static kind => kind)
            : throw new GoErrorException($"list should be type of slice or array but {GoReflect.KindName(GoReflect.Kind(a[0]))}");
        if (list.Count == 0)
        {
            return null;
        }

        var start = a.Length > 1 ? GoCast.Int64(a[1]) : 0;
        var end = a.Length > 2 ? GoCast.Int64(a[2]) : list.Count;
        if (start < 0 || end < start || end > list.Count)
        {
            throw new GoErrorException("reflect.Value.Slice: slice index out of bounds");
        }

        context.Work(end - start);
        return list.Slice((int)start, (int)(end - start));
    }

    private static object Concat(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var result = new GoList();
        foreach (var part in a)
        {
            var list = ArgumentReading.List(part, static kind => $"Cannot concat type {kind} as list");
            context.Work(list.Count);
            result.AddRange(list);
        }

        return result.Count == 0 ? GoList.Nil : result;
    }

    private static object Chunk(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var list = ArgumentReading.List(a[1], static kind => $"Cannot chunk type {kind}");
        var size = a.Int(0);
        var result = new GoList { Type = GoListType.Lists };
        if (size <= 0)
        {
            return NoChunks(list, size, result);
        }

        context.Work(list.Count);
        for (long at = 0; at < list.Count; at += size)
        {
            var chunk = new GoList();
            chunk.AddRange(list.Slice((int)at, (int)Math.Min(size, list.Count - at)));
            result.Add(chunk);
        }

        return result;
    }

    // Go counts the chunks in floating point and only then finds that their size makes no sense.
    private static GoList NoChunks(GoList list, long size, GoList result)
    {
        var count = list.Count == 0 && size == 0 ? double.NegativeInfinity : Math.Floor((list.Count - 1) / (double)size) + 1;
        switch (count)
        {
            case 0:
                return result;
            case 1 when list.Count % size is > 0 and var length:
                result.Add(list.Slice(0, (int)length));
                return result;
            default:
                throw new GoErrorException("runtime error: makeslice: len out of range");
        }
    }

    private static object Join(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var texts = GoCast.Texts(a[1], context);
        context.Work(texts.Sum(t => (long)t.Length) + ((long)texts.Count * a.Text(0).Length));
        return string.Join(a.Text(0), texts);
    }

    private static object SortAlpha(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var texts = a[0] is GoList or byte[]? GoCast.Texts(a[0], context) : [GoCast.Text(a[0], context)];
        context.Work(texts.Count);
        texts.Sort(GoText.Compare);
        return GoList.OfStrings(texts);
    }
}
