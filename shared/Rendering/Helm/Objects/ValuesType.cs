using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>
/// Helm's named type of <c>.Values</c> (its top level only) and of a template's root: not what functions asking for a plain map accept by type switch, and with
/// methods, which hide keys of their names.
/// </summary>
internal static class ValuesType
{
    /// <summary>The type as Helm 3 names it.</summary>
    private static readonly GoMapType V3 = Named("chartutil.Values");

    /// <summary>The type as Helm 4 names it.</summary>
    private static readonly GoMapType V4 = Named("common.Values");

    /// <summary>The type.</summary>
    public static GoMapType Of(HelmVersion helm) => helm == HelmVersion.V3 ? V3 : V4;

    private static GoMapType Named(string name)
    {
        GoMapType? type = null;
        return type = new GoMapType(name, GoType.Any, new GoMethods(
        [
            new GoFunction("AsMap", [], false, static (_, a) => Map(a).Count == 0 ? new GoMap() : Map(a).As(GoMapType.Any)) { Result = GoType.Map },
            new GoFunction("Encode", [GoType.Writer], false, static (_, _) =>
                throw new GoErrorException("runtime error: invalid memory address or nil pointer dereference")) { Result = GoType.Any },
            new GoFunction("PathValue", [GoType.String], false, static (_, a) => Value(Map(a), a.Text(1))) { Result = GoType.Any },
            new GoFunction("Table", [GoType.String], false, (_, a) => Table(Map(a), a.Text(1)).As(type!)) { Result = GoType.Map },
            new GoFunction("YAML", [], false, static (context, a) => GoYaml.Write(Map(a), pretty: false, context) + "\n") { Result = GoType.String },
        ]));
    }

    private static GoMap Map(ReadOnlySpan<object?> a) => (GoMap)a[0]!;

    private static GoMap Table(GoMap values, string path)
    {
        var table = values;
        foreach (var step in path.Split('.'))
        {
            table = table[step] as GoMap ?? throw new GoErrorException($"{GoStrconv.Quote(step)} is not a table");
        }

        return table;
    }

    // What is a table, or lies in what is none, is no value; the message names the last step alone.
    private static object? Value(GoMap values, string path)
    {
        if (path.Length == 0)
        {
            throw new GoErrorException("YAML path cannot be empty");
        }

        var dot = path.LastIndexOf('.');
        var key = path[(dot + 1)..];
        var table = dot < 0 ? values : GoValues.Table(values, path[..dot]);
        return table is not null && table.TryGetValue(key, out var value) && value is not GoMap
            ? value
            : throw new GoErrorException($"{GoStrconv.Quote(key)} is not a value");
    }
}
