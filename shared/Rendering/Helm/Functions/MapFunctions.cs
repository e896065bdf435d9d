using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's dictionaries.</summary>
internal static class MapFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .AddVariadic("dict", [Any], GoType.Map, Make)
        .Add("get", [GoType.Map, GoType.String], Any, static (_, a) => a.Map(0).TryGetValue(a.Text(1), out var v) ? v : "")
        .Add("set", [GoType.Map, GoType.String, Any], GoType.Map, Set)
        .Add("unset", [GoType.Map, GoType.String], GoType.Map, Unset)
        .Add("hasKey", [GoType.Map, GoType.String], Bool, static (_, a) => Boxes.Of(a.Map(0).ContainsKey(a.Text(1))))
        .AddVariadic("pluck", [GoType.String, GoType.Map], GoType.List, Pluck)
        .AddVariadic("keys", [GoType.Map], StringList, Keys)
        .Add("values", [GoType.Map], GoType.List, ValuesOf)
        .AddVariadic("pick", [GoType.Map, GoType.String], GoType.Map, Pick)
        .AddVariadic("omit", [GoType.Map, GoType.String], GoType.Map, Omit)
        .AddVariadic("merge", [GoType.Map, GoType.Map], Any, static (c, a) => Merge(a, overwrite: false, c))
        .AddVariadic("mustMerge", [GoType.Map, GoType.Map], Any, static (c, a) => Merge(a, overwrite: false, c))
        .AddVariadic("mergeOverwrite", [GoType.Map, GoType.Map], Any, static (c, a) => Merge(a, overwrite: true, c))
        .AddVariadic("mustMergeOverwrite", [GoType.Map, GoType.Map], Any, static (c, a) => Merge(a, overwrite: true, c))
        .AddPair("deepCopy", "mustDeepCopy", [Any], Any, static (c, a) => GoDeepValue.Copy(a[0], c))
        .Add("deepEqual", [Any, Any], Bool, static (c, a) => Boxes.Of(GoDeepValue.Equal(a[0], a[1], c)))
        .AddVariadic("dig", [Any], Any, Dig)
        .Functions;

    private static object Make(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var map = new GoMap(a.Length / 2);
        for (var i = 0; i < a.Length; i += 2)
        {
            map[GoCast.Text(a[i], context)] = i + 1 < a.Length ? a[i + 1] : "";
        }

        return map;
    }

    private static object Set(TemplateContext context, ReadOnlySpan<object?> a)
    {
        context.Work(1);
        var map = a.WritableMap(0);
        map[a.Text(1)] = a[2];
        return Plain(map);
    }

    private static object Unset(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var map = a[0] as GoMap;
        map?.Remove(a.Text(1));
        return Plain(map);
    }

    // What comes back has the type of the parameter, not the name its type had before, and nil is a nil map.
    private static GoMap Plain(GoMap? map) => map is null ? GoMap.Nil : map.Type == GoMapType.Any ? map : map.As(GoMapType.Any);

    private static object Pluck(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var found = new GoList();
        for (var i = 1; i < a.Length; i++)
        {
            if (a.Map(i).TryGetValue(a.Text(0), out var value))
            {
                found.Add(value);
            }
        }

        return found;
    }

    // Go gives keys and values in random order; ours is the order of the keys, so that renders are reproducible.
    private static object Keys(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var keys = new GoList { Type = GoListType.String };
        for (var i = 0; i < a.Length; i++)
        {
            context.Work(a.Map(i).Count);
            foreach (var key in a.Map(i).SortedKeys())
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    private static object ValuesOf(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var map = a.Map(0);
        context.Work(map.Count);
        var values = new GoList(map.Count);
        foreach (var key in map.SortedKeys())
        {
            values.Add(map[key]);
        }

        return values;
    }

    private static object Pick(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var result = new GoMap();
        for (var i = 1; i < a.Length; i++)
        {
            if (a.Map(0).TryGetValue(a.Text(i), out var value))
            {
                result[a.Text(i)] = value;
            }
        }

        return result;
    }

    private static object Omit(TemplateContext context, ReadOnlySpan<object?> a)
    {
        context.Work(a.Map(0).Count);
        var result = new GoMap(a.Map(0)) { Type = GoMapType.Any };
        for (var i = 1; i < a.Length; i++)
        {
            result.Remove(a.Text(i));
        }

        return result;
    }

    private static GoMap Merge(ReadOnlySpan<object?> a, bool overwrite, TemplateContext context)
    {
        var target = (GoMap?)a[0] is { IsNil: false } given ? given : a.Length > 1 ? new GoMap() : GoMap.Nil;
        for (var i = 1; i < a.Length; i++)
        {
            if (!ReferenceEquals(target, a[i]))
            {
                Merge(target, a.Map(i), overwrite, context, 0);
            }
        }

        return Plain(target);
    }

    // Without overwriting, an empty value of the target counts as not set; with it, every entry of the source wins, empty ones too.
    private static void Merge(GoMap target, GoMap source, bool overwrite, TemplateContext context, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        context.Work(source.Count);
        foreach (var key in source.SortedKeys())
        {
            var value = source[key];
            if (value is null && !overwrite)
            {
                continue;
            }

            var known = target.TryGetValue(key, out var existing);
            if (value is GoMap sourceMap && existing is GoMap targetMap)
            {
                if (!ReferenceEquals(sourceMap, targetMap))
                {
                    Merge(targetMap, sourceMap, overwrite, context, depth + 1);
                }
            }
            else if (!known || overwrite || GoCast.IsEmpty(existing))
            {
                target[key] = value;
            }
        }
    }

    private static object? Dig(TemplateContext context, ReadOnlySpan<object?> a)
    {
        if (a.Length < 3)
        {
            throw new GoErrorException("dig needs at least three arguments");
        }

        object? step = a[^1];
        if (step is not GoMap { IsNil: false } root || root.Type != GoMapType.Any)
        {
            throw new GoErrorException($"interface conversion: interface {{}} is {Shown(step)}, not map[string]interface {{}}");
        }

        foreach (var key in a[..^2])
        {
            if (key is not string)
            {
                throw new GoErrorException($"interface conversion: interface {{}} is {Shown(key)}, not string");
            }
        }

        for (var i = 0; i < a.Length - 2; i++)
        {
            if (step is not GoMap map || map.Type != GoMapType.Any)
            {
                throw new GoErrorException($"interface conversion: interface {{}} is {Shown(step)}, not map[string]interface {{}}");
            }

            if (!map.TryGetValue(a.Text(i), out step))
            {
                return a[^2];
            }
        }

        return step;
    }

    private static string Shown(object? value) => value is null ? "nil" : GoReflect.TypeName(value);
}
