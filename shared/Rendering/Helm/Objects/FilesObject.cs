using Plumbline.Core.Sources;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Objects;

/// <summary>Makes <c>.Files</c>: a map of bytes by path, with methods. What a template reads of it counts into the read set.</summary>
internal static class FilesObject
{
    /// <summary>The files of a chart.</summary>
    /// <param name="chart">The chart; its files are shared by all renders.</param>
    /// <param name="read">Told about each file a template looks into; null when nobody wants to know.</param>
    public static GoMap Of(Chart chart, Action<RepoPath>? read) => chart.FileMap.As(TypeWith(read is null ? null : name =>
    {
        if (chart.FilePlaces.TryGetValue(name, out var place))
        {
            read(place);
        }
    }));

    private static GoMapType TypeWith(Action<string>? read)
    {
        GoMapType? type = null;
        var methods = new GoMethods(
        [
            new GoFunction("GetBytes", [GoType.String], false, (_, a) => Bytes((GoMap)a[0]!, (string)a[1]!, read)),
            new GoFunction("Get", [GoType.String], false, (_, a) => GoText.FromBytes(Bytes((GoMap)a[0]!, (string)a[1]!, read))),
            new GoFunction("Glob", [GoType.String], false, (context, a) => Glob((GoMap)a[0]!, (string)a[1]!, type!, context)),
            new GoFunction("Lines", [GoType.String], false, (context, a) => Lines((GoMap)a[0]!, (string)a[1]!, read, context)),
            new GoFunction("AsConfig", [], false, (context, a) => AsYaml((GoMap)a[0]!, GoText.FromBytes, read, context)),
            new GoFunction("AsSecrets", [], false, (context, a) => AsYaml((GoMap)a[0]!, b => Convert.ToBase64String(b), read, context)),
        ]);
        return type = new GoMapType("engine.files", GoType.Bytes, methods);
    }

    private static byte[] Bytes(GoMap files, string name, Action<string>? read)
    {
        read?.Invoke(name);
        return files[name] as byte[] ?? [];
    }

    private static GoMap Glob(GoMap files, string pattern, GoMapType type, TemplateContext context)
    {
        // A malformed pattern means "**" without a separator, where even "**" takes everything.
        var glob = GlobPattern.Parse(pattern);
        var found = new GoMap { Type = type };
        foreach (var (name, bytes) in files)
        {
            context.Step();
            if (glob is null || glob.Matches(name))
            {
                found[name] = bytes;
            }
        }

        return found;
    }

    private static GoList Lines(GoMap files, string name, Action<string>? read, TemplateContext context)
    {
        var bytes = Bytes(files, name, read);
        if (bytes.Length == 0)
        {
            return files.ContainsKey(name) ? throw new GoErrorException("runtime error: index out of range [-1]") : GoList.OfStrings([]);
        }

        context.Work(bytes.Length);
        var text = GoText.FromBytes(bytes);
        return GoList.OfStrings((text.EndsWith('\n') ? text[..^1] : text).Split('\n'));
    }

    private static object? AsYaml(GoMap files, ByteText text, Action<string>? read, TemplateContext context)
    {
        var map = new GoMap { Type = GoMapType.String };
        foreach (var name in files.SortedKeys())
        {
            read?.Invoke(name);
            var bytes = files[name] as byte[] ?? [];
            context.Work(bytes.Length);
            map[name[(name.LastIndexOf('/') + 1)..]] = text(bytes);
        }

        var toYaml = FunctionTables.Helm.Find("toYaml") ?? throw new InvalidOperationException("toYaml is missing");
        return toYaml.Body(context, [map]);
    }

    private delegate string ByteText(ReadOnlySpan<byte> bytes);
}
