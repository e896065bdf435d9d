using System.Globalization;
using System.Text;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// Helm's grammar of settings: <c>a.b=1,list[0].c=x,l={1,2}</c>. Reads one setting line straight into a map of values, with
/// Helm's limits (index ≤ 65,536, 30 levels of names) and one of ours for what Helm leaves open (threat T-TPL-7).
/// </summary>
internal ref struct SetSyntax
{
    private const int MostIndex = 65_536;
    private const int MostNameLevels = 30;
    private const int MostNesting = 256;

    private readonly string _text;
    private readonly SetKind _kind;
    private readonly Func<string, string>? _readFile;
    private int _at;
    private int _depth;

    private SetSyntax(SetKind kind, string text, Func<string, string>? readFile)
    {
        _kind = kind;
        _text = text;
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
    /// <exception cref="GoErrorException">The line is malformed; the message is Helm's. <paramref name="values"/> may be half changed.</exception>
    public static void Apply(SetKind kind, string text, GoMap values, Func<string, string>? readFile = null)
    {
        var reader = new SetSyntax(kind, text, readFile);
        while (reader.Key(values, 0) == Ending.More)
        {
        }
    }

    private Ending Key(GoMap map, int level)
    {
        var (key, last) = Until(_kind == SetKind.Literal ? "=[." : "=[,.");
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

        var inner = map.TryGetValue(key, out var existing) ? Expect<GoMap>(existing) : new GoMap();
        Deeper();
        var ending = Key(inner, level);
        _depth--;
        if (ending == Ending.More && inner.Count == 0)
        {
            throw new GoErrorException($"key map {GoStrconv.Quote(key)} has no value");
        }

        if (inner.Count != 0)
        {
            Set(map, key, inner);
        }

        return ending;
    }

    private Ending ListKey(GoMap map, string key, int level)
    {
        if (Index() is not { } index)
        {
            return Ending.EndOfText;
        }

        var list = map.TryGetValue(key, out var existing) ? Expect<GoList>(existing) : new GoList();
        var ending = Item(ref list, index, level);
        Set(map, key, list);
        return ending;
    }

    private Ending Value(GoMap map, string key)
    {
        if (_kind == SetKind.Json)
        {
            Set(map, key, JsonValue());
            return Ending.More;
        }

        if (_kind == SetKind.Literal)
        {
            Set(map, key, Rest());
            return Ending.More;
        }

        if (_at >= _text.Length)
        {
            Set(map, key, "");
            return Ending.EndOfText;
        }

        Set(map, key, _text[_at] == '{' ? ValueList() : Scalar(Until(",").Text));
        return Ending.More;
    }

    // What follows "name[index]"; the list may be replaced by a longer one.
    private Ending Item(ref GoList list, int index, int level)
    {
        if (index < 0)
        {
            throw new GoErrorException($"negative {index} index not allowed");
        }

        var (junk, last) = Until("[.=");
        if (junk.Length > 0)
        {
            throw new GoErrorException($"unexpected data at end of array index: {Runes(junk)}");
        }

        switch (last)
        {
            case '\0':
                return Ending.EndOfText;
            case '=':
                SetItem(ref list, index, ItemValue());
                return Ending.More;
            case '[':
                return NestedList(ref list, index, level);
            default:
                return NestedMap(ref list, index, level);
        }
    }

    private object? ItemValue() =>
        _kind == SetKind.Json ? JsonValue()
        : _kind == SetKind.Literal ? Rest()
        : _at >= _text.Length ? ""
        : _text[_at] == '{' ? ValueList()
        : Scalar(Until(",").Text);

    private Ending NestedList(ref GoList list, int index, int level)
    {
        if (Index() is not { } next)
        {
            return Ending.EndOfText;
        }

        var inner = index < list.Count && list[index] is { } existing ? Expect<GoList>(existing) : new GoList();
        Deeper();
        var ending = Item(ref inner, next, level);
        _depth--;
        if (ending == Ending.More)
        {
            SetItem(ref list, index, inner);
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
            SetItem(ref list, index, inner);
        }

        return ending;
    }

    private GoList ValueList()
    {
        _at++;
        var list = new GoList();
        while (true)
        {
            var (text, last) = Until(",}");
            if (last == '\0')
            {
                throw new GoErrorException("list must terminate with '}'");
            }

            list.Add(Scalar(text));
            if (last == '}')
            {
                _at += _at < _text.Length && _text[_at] == ',' ? 1 : 0;
                return list;
            }
        }
    }

    private object? Scalar(string text) => _kind switch
    {
        SetKind.File => _readFile is null ? throw new GoErrorException($"open {text}: no such file or directory") : _readFile(text),
        SetKind.Typed => Typed(text),
        _ => text,
    };

    private static object? Typed(string text)
    {
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (text.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (text == "0")
        {
            return 0L;
        }

        return text.Length > 0 && text[0] != '0' && WholeNumber(text) is { } number ? number : text;
    }

    // One JSON value, then blanks and one comma; nothing before the next comma is null.
    private object? JsonValue()
    {
        if (SkipToValue())
        {
            return null;
        }

        var value = GoJson.DecodeOne(_text, _at, out _at);
        SkipToValue();
        return value;
    }

    // True when only blanks stand before the next comma (which is taken) or the end.
    private bool SkipToValue()
    {
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] == ',')
            {
                _at++;
                return true;
            }

            if (!char.IsWhiteSpace(_text[_at]))
            {
                return false;
            }
        }

        return true;
    }

    private string Rest()
    {
        var rest = _text[_at..];
        _at = _text.Length;
        return rest;
    }

    private int? Index()
    {
        var (digits, last) = Until("]");
        if (last == '\0')
        {
            return null;
        }

        return WholeNumber(digits) is { } index
            ? (int)Math.Clamp(index, int.MinValue, int.MaxValue)
            : throw new GoErrorException($"error parsing index: strconv.Atoi: parsing {GoStrconv.Quote(digits)}: {NumberError(digits)}");
    }

    // The text up to the first of the stop characters, and that character; NUL for the end of the text.
    private (string Text, char Last) Until(string stops)
    {
        var start = _at;
        StringBuilder? unescaped = null;
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (stops.Contains(c))
            {
                var end = _at++;
                return (unescaped?.ToString() ?? _text[start..end], c);
            }

            if (c == '\\' && _kind != SetKind.Literal)
            {
                unescaped ??= new StringBuilder(_text, start, _at - start, 16 + _text.Length - start);
                if (++_at >= _text.Length)
                {
                    break;
                }

                unescaped.Append(_text[_at]);
                continue;
            }

            unescaped?.Append(c);
        }

        return (unescaped?.ToString() ?? _text[start..], '\0');
    }

    private void Deeper()
    {
        if (++_depth > MostNesting)
        {
            throw new GoErrorException($"maps and lists are nested deeper than {MostNesting} levels");
        }
    }

    private static void Set(GoMap map, string key, object? value)
    {
        if (key.Length > 0)
        {
            map[key] = value;
        }
    }

    private static void SetItem(ref GoList list, int index, object? value)
    {
        if (index > MostIndex)
        {
            throw new GoErrorException($"index of {index} is greater than maximum supported index of {MostIndex}");
        }

        if (index >= list.Count)
        {
            // A new list: the old one may belong to values that others still read.
            list = new GoList(list);
            while (list.Count <= index)
            {
                list.Add(null);
            }
        }

        list[index] = value;
    }

    // What Go's %q makes of a list of characters.
    private static string Runes(string text) =>
        $"[{string.Join(' ', text.EnumerateRunes().Select(r => GoStrconv.QuoteRune(r.Value, false)))}]";

    private static T Expect<T>(object? value)
        where T : class => value as T ?? throw new GoErrorException(
            $"unable to parse key: interface conversion: interface {{}} is {TypeName(value)}, not {(typeof(T) == typeof(GoMap) ? GoMapType.Any.Name : GoListType.Any.Name)}");

    private static string TypeName(object? value) => value switch
    {
        null => "nil",
        bool => "bool",
        string => "string",
        long => "int64",
        double => "float64",
        GoMap map => map.Type.Name,
        GoList list => list.Type.Name,
        _ => value.GetType().Name,
    };

    // Go's ParseInt in base 10: an optional sign and digits.
    private static long? WholeNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string NumberError(string text)
    {
        var digits = text.AsSpan(text is ['+' or '-', ..] ? 1 : 0);
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') ? "value out of range" : "invalid syntax";
    }
}
