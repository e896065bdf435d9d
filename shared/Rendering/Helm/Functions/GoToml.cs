using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;
using Tomlyn;
using Tomlyn.Model;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Reads TOML into values as Go's decoder types them: int64, float64, times, tables.</summary>
internal static class GoToml
{
    // The reader behind this recurses; more than this nesting is refused before it starts.
    private const int DeepestNesting = 200;

    /// <summary>Reads a document.</summary>
    /// <exception cref="GoErrorException">It is no TOML.</exception>
    public static GoMap ReadMap(string text, TemplateContext context)
    {
        context.Work(text.Length * 2L);
        if (Nesting(text) > DeepestNesting)
        {
            throw new GoErrorException("toml: nested too deeply");
        }

        try
        {
            return Map(TomlSerializer.Deserialize<TomlTable>(text) ?? []);
        }
        catch (TomlException error)
        {
            throw new GoErrorException($"toml: {error.Message}", error);
        }
    }

    private static int Nesting(string text)
    {
        var depth = 0;
        var deepest = 0;
        foreach (var c in text)
        {
            depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    private static GoMap Map(TomlTable table)
    {
        var map = new GoMap(table.Count);
        foreach (var (key, value) in table)
        {
            map[key] = Value(value);
        }

        return map;
    }

    private static object? Value(object? value) => value switch
    {
        TomlTable table => Map(table),
        TomlTableArray tables => new GoList(tables.Select(object? (t) => Map(t))),
        TomlArray array => new GoList(array.Select(Value)),
        TomlDateTime time => new GoTime(time.DateTime.ToUnixTimeSeconds(), (int)(time.DateTime.Ticks % TimeSpan.TicksPerSecond * 100), GoZone.Fixed("", (int)time.DateTime.Offset.TotalSeconds)),
        int number => (long)number,
        _ => value,
    };
}
