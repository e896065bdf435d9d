using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// Helm's grammar of settings: <c>a.b=1,list[0].c=x,l={1,2}</c>. Reads one setting line straight into a map of values, with
/// Helm's limits (index ≤ 65,536, 30 levels of names) and one of ours for what Helm leaves open (threat T-TPL-7).
/// </summary>
internal ref struct SetSyntax
{
    private const int MostNameLevels = 30;
    private const int MostNesting = 256;

    private readonly SetKind _kind;
    private readonly Func<string, string>? _readFile;
    private readonly HelmVersion _helm;
    private SetScanner _line;
    private int _depth;

    private SetSyntax(SetKind kind, string text, Func<string, string>? readFile, HelmVersion helm)
    {
        _helm = helm;
        _kind = kind;
        _line = new SetScanner(text, escapes: kind != SetKind.Literal);
        _readFile = readFile;
    }

    // Where Go signals the end of the text as an error that ends parsing well.
    private enum Ending
    {
        More,
        EndOfText,
    }

    /// <summary>Reads <paramref name="text"/> into <paramref name="values"/>; what is there is overwritten.</summary>
    /// <param name="kind">The flag.</param>
    /// <param name="text">The setting line.</param>
    /// <param name="values">Changed in place.</param>
    /// <param name="readFile">Reads a file for <see cref="SetKind.File"/>; throws <see cref="GoErrorException"/> when it cannot.</param>
    /// <param name="helm">Whose grammar.</param>
    /// <exception cref="GoErrorException">The line is malformed; the message is Helm's. <paramref name="values"/> may be half changed.</exception>
    public static void Apply(SetKind kind, string text, GoMap values, Func<string, string>? readFile = null, HelmVersion helm = HelmVersion.V4)
    {
        var reader = new SetSyntax(kind, text, readFile, helm);
        while (reader.Key(values, 0) == Ending.More)
        {
        }
    }

    private Ending Key(GoMap map, int level)
    {
        var (key, last) = _line.Until(_kind == SetKind.Literal ? "=[." : "=[,.");
        switch (last)
        {
            case '\0':
                return key.Length == 0 ? Ending.EndOfText : throw new GoErrorException($"key {GoStrconv.Quote(key)} has no value");
            case '[':
                return ListKey(map, key, level);
            case '=':
                return Value(map, key);
            case ',':
                throw new GoErrorException($"key {GoStrconv.Quote(key)} has no value (cannot end with ,)");
            default:
                return MapKey(map, key, level + 1);
        }
    }

    private Ending MapKey(GoMap map, string key, int level)
    {
        if (level > MostNameLevels)
        {
            throw new GoErrorException(
                $"value name nested level is greater than maximum supported nested level of {MostNameLevels}");
        }

        var inner = map.TryGetValue(key, out var existing) ? SetTarget.Expect<GoMap>(existing) : new GoMap();
        Deeper();
        var ending = Key(inner, level);
        _depth--;
        if (ending == Ending.More && inner.Count == 0)
        {
            throw new GoErrorException($"key map {GoStrconv.Quote(key)} has no value");
        }

        if (inner.Count != 0)
        {
            SetTarget.Set(map, key, inner);
        }

        return ending;
    }

    private Ending ListKey(GoMap map, string key, int level)
    {
        if (_line.Index() is not { } index)
        {
            return Unclosed();
        }

        var list = map.TryGetValue(key, out var existing) ? SetTarget.Expect<GoList>(existing) : new GoList();
        var ending = Item(ref list, index, level);
        SetTarget.Set(map, key, list);
        return ending;
    }

    // Helm 4 takes the end of the text for the end of the setting, Helm 3 does not.
    private readonly Ending Unclosed() => _helm == HelmVersion.V4 ? Ending.EndOfText : throw new GoErrorException("error parsing index: EOF");

    private Ending Value(GoMap map, string key)
    {
        if (_kind == SetKind.Json)
        {
            SetTarget.Set(map, key, _line.Json());
            return Ending.More;
        }

        if (_kind == SetKind.Literal)
        {
            SetTarget.Set(map, key, _line.Rest());
            return Ending.More;
        }

        if (_line.IsAtEnd)
        {
            SetTarget.Set(map, key, "");
            return Ending.EndOfText;
        }

        SetTarget.Set(map, key, _line.Skip('{') ? ValueList() : Scalar(_line.Until(",").Text));
        return Ending.More;
    }

    // What follows "name[index]"; the list may be replaced by a longer one.
    private Ending Item(ref GoList list, int index, int level)
    {
        if (index < 0)
        {
            throw new GoErrorException($"negative {index} index not allowed");
        }

        var (junk, last) = _line.Until("[.=");
        if (junk.Length > 0)
        {
            throw new GoErrorException($"unexpected data at end of array index: {Runes(junk)}");
        }

        switch (last)
        {
            case '\0':
                return Ending.EndOfText;
            case '=':
                SetTarget.SetItem(ref list, index, ItemValue());
                return Ending.More;
            case '[':
                return NestedList(ref list, index, level);
            default:
                return NestedMap(ref list, index, level);
        }
    }

    private object? ItemValue() =>
        _kind == SetKind.Json ? _line.Json()
        : _kind == SetKind.Literal ? _line.Rest()
        : _line.IsAtEnd ? ""
        : _line.Skip('{') ? ValueList()
        : Scalar(_line.Until(",").Text);

    private Ending NestedList(ref GoList list, int index, int level)
    {
        if (_line.Index() is not { } next)
        {
            return Unclosed();
        }

        var inner = index < list.Count && list[index] is { } existing ? SetTarget.Expect<GoList>(existing) : new GoList();
        Deeper();
        var ending = Item(ref inner, next, level);
        _depth--;
        if (ending == Ending.More)
        {
            SetTarget.SetItem(ref list, index, inner);
        }

        return ending;
    }

    private Ending NestedMap(ref GoList list, int index, int level)
    {
        var inner = index < list.Count ? list[index] as GoMap : null;
        if (inner is null)
        {
            inner = new GoMap();
            if (index < list.Count)
            {
                list[index] = inner;
            }
        }

        Deeper();
        var ending = Key(inner, level);
        _depth--;
        if (ending == Ending.More)
        {
            SetTarget.SetItem(ref list, index, inner);
        }

        return ending;
    }

    private GoList ValueList()
    {
        var list = new GoList();
        while (true)
        {
            var (text, last) = _line.Until(",}");
            if (last == '\0')
            {
                throw new GoErrorException("list must terminate with '}'");
            }

            list.Add(Scalar(text));
            if (last == '}')
            {
                _line.Skip(',');
                return list;
            }
        }
    }

    private object? Scalar(string text) => _kind switch
    {
        SetKind.File => _readFile is null ? throw new GoErrorException($"open {text}: no such file or directory") : _readFile(text),
        SetKind.Typed => SetScalar.Typed(text),
        _ => text,
    };

    private void Deeper()
    {
        if (++_depth > MostNesting)
        {
            throw new GoErrorException($"maps and lists are nested deeper than {MostNesting} levels");
        }
    }

    // What Go's %q makes of a list of characters.
    private static string Runes(string text) =>
        $"[{string.Join(' ', text.EnumerateRunes().Select(r => GoStrconv.QuoteRune(r.Value, false)))}]";
}
