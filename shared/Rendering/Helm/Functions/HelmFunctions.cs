using Plumbline.Core.Rendering;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Helm's own functions that need the render: named templates, texts as templates, failures, cluster lookups.</summary>
internal static class HelmFunctions
{
    private const int MostIncludesOfOneName = 1_000;

    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("include", [GoType.String, Any], GoType.String, Include)
        .Add("tpl", [GoType.String, Any], GoType.String, Text)
        .Add("required", [GoType.String, Any], Any, Required)
        .Add("fail", [GoType.String], GoType.String, static (_, a) => throw Warning(a.Text(0)))
        .Add("lookup", [GoType.String, GoType.String, GoType.String, GoType.String], GoType.Map, Lookup)

        // No name is resolved: a template could send data out through DNS (CVE-2023-25165).
        .Add("getHostByName", [GoType.String], GoType.String, static (_, _) => "")
        .Functions;

    private static object Include(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var name = a.Text(0);
        var counts = context.IncludeCounts;
        var count = counts.GetValueOrDefault(name);
        if (count > MostIncludesOfOneName)
        {
            throw new GoErrorException($"rendering template has a nested reference name: {name}: unable to execute template");
        }

        counts[name] = count + 1;
        try
        {
            return context.Current!.Include(name, a[1]);
        }
        finally
        {
            counts[name] = count;
        }
    }

    // Go prints "<no value>" for nil; Helm takes it out of what tpl gives, wherever it comes from.
    private static object Text(TemplateContext context, ReadOnlySpan<object?> a) =>
        context.Current!.ExecuteText(a.Text(0), a[1]).Replace("<no value>", "", StringComparison.Ordinal);

    private static object? Required(TemplateContext context, ReadOnlySpan<object?> a) => a[1] is null or "" ? throw Warning(a.Text(0)) : a[1];

    private static GoErrorException Warning(string text) => new(HelmErrorText.WarningStart + text + HelmErrorText.WarningEnd);

    private static object Lookup(TemplateContext context, ReadOnlySpan<object?> a)
    {
        context.CheckTime();
        return context is { LooksUp: true, Parts: { } parts }
            ? FetchedLookup.Find(new OutsidePart.LiveObjects(a.Text(0), a.Text(1), a.Text(2), a.Text(3)), parts, context)
            : new GoMap();
    }
}
