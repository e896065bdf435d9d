using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions.Toml;

/// <summary>The tables of a TOML document while it is read: which there are, which were only implied, and where the reader stands.</summary>
internal sealed class TomlTables(TomlText text)
{
    // A list of tables as against a list of values: only the former takes more tables.
    private readonly HashSet<GoList> _tableLists = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _implied = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lists = new(StringComparer.Ordinal);
    private string[] _context = [];
    private string _key = "";

    /// <summary>The document.</summary>
    public GoMap Root { get; } = new();

    /// <summary>The table the reader is in.</summary>
    public string[] Context
    {
        get => _context;
        set
        {
            _context = value;
            Tell();
        }
    }

    /// <summary>The key whose value is being read; empty outside of values.</summary>
    public string Key
    {
        get => _key;
        set
        {
            _key = value;
            Tell();
        }
    }

    /// <summary>Line of the key that was read last, which failures of tables name.</summary>
    public int KeyLine { get; set; }

    /// <summary>Goes into a table, <c>[a.b]</c>.</summary>
    public void Enter(string[] path, bool asList)
    {
        var table = Root;
        for (var i = 0; i < path.Length - 1; i++)
        {
            if (!table.TryGetValue(path[i], out var known))
            {
                _implied.Add(Path(path[..(i + 1)]));
                table[path[i]] = known = new GoMap();
            }

            table = Inner(known) ?? throw Error($"Key '{Path(path[..(i + 1)])}' was already created as a hash.");
        }

        Context = path[..^1];
        if (asList)
        {
            Append(table, path);
        }
        else
        {
            Set(path[^1], new GoMap());
        }

        Context = path;
    }

    /// <summary>Notes that the table that was just entered is written out.</summary>
    public void NoteTable() => _lists.Remove(Path(Context));

    /// <summary>Goes into a table that a dotted key implies.</summary>
    public void EnterImplied(string[] path)
    {
        Imply(path);
        Enter(path, asList: false);
    }

    /// <summary>Notes that a table may still be written out.</summary>
    public void Imply(string[] path) => _implied.Add(Path(path));

    /// <summary>Notes that the value being read is a list.</summary>
    public void NoteList() => _lists.Add(Path(Key.Length > 0 ? [.. Context, Key] : Context));

    /// <summary>Sets a key of the current table.</summary>
    public void Set(string key, object? value)
    {
        var table = Root;
        for (var i = 0; i < Context.Length; i++)
        {
            table = Inner(table[Context[i]]) ?? throw Error($"Key '{Path(Context[..(i + 1)])}' has already been defined.");
        }

        var path = Path([.. Context, key]);
        if (!table.ContainsKey(key))
        {
            table[key] = value;
            return;
        }

        if (!_implied.Remove(path))
        {
            throw Error($"Key '{path}' has already been defined.");
        }

        // What was only implied stands already; a list is set when it is complete.
        if (_lists.Contains(path))
        {
            table[key] = value;
        }
    }

    /// <summary>A key as TOML writes it.</summary>
    public static string Path(IEnumerable<string> path) => string.Join('.', path.Select(Part));

    private static string Part(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        ? key
        : $"\"{GoTomlWriter.Escaped(key)}\"";

    private void Append(GoMap table, string[] path)
    {
        if (!table.TryGetValue(path[^1], out var known))
        {
            var list = new GoList { Type = GoListType.Tables };
            _tableLists.Add(list);
            table[path[^1]] = known = list;
        }

        if (known is not GoList tables || !_tableLists.Contains(tables))
        {
            throw Error($"Key '{Path(path)}' was already created and cannot be used as an array.");
        }

        tables.Add(new GoMap());
    }

    private GoMap? Inner(object? value) => value switch
    {
        GoMap map => map,
        GoList list when _tableLists.Contains(list) => (GoMap)list[^1]!,
        _ => null,
    };

    private GoErrorException Error(string message) => text.ErrorAt(KeyLine, message);

    private void Tell() => text.LastKey = _key.Length == 0 ? Path(_context) : _context.Length == 0 ? _key : $"{Path(_context)}.{_key}";
}
