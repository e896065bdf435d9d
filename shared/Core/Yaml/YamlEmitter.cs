using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Yaml;

/// <summary>Lays out maps and lists; texts are written by <see cref="YamlTextWriter"/>. One emitter serves one thread.</summary>
internal sealed class YamlEmitter(StringBuilder target, YamlWriterOptions options)
{
    private const int Step = 2;
    private const int LongestSimpleKey = 128;

    private readonly YamlTextWriter _text = new(target, options);
    private readonly Stack<MapEntry[]> _spare = new();
    private int _depth;

    public void Document(Node node)
    {
        _text.Begin();
        _depth = 0;
        Value(node, indent: -Step, inMap: false, mapIndent: 0);
        _text.EndDocument();
    }

    /// <summary>Writes a value behind a key, a dash, or at the start of the document.</summary>
    /// <param name="node">The value.</param>
    /// <param name="indent">Indentation of the collection that holds it; negative for the document.</param>
    /// <param name="inMap">Whether it stands behind a key.</param>
    /// <param name="mapIndent">Indentation a nested map takes.</param>
    private void Value(Node node, int indent, bool inMap, int mapIndent)
    {
        switch (node)
        {
            case MapNode { Count: 0 }:
                _text.Indicator("{}");
                break;
            case ListNode { Count: 0 }:
                _text.Indicator("[]");
                break;
            case MapNode map:
                Enter();
                Map(map, mapIndent);
                _depth--;
                break;
            case ListNode list:
                Enter();
                // Dashes stand at the column of their key, unless the list starts on the line of a dash or question mark.
                List(list, inMap && !_text.AtIndentation && !options.IndentSequences ? indent : mapIndent);
                _depth--;
                break;
            case ScalarNode scalar:
                Scalar(scalar, indent, simpleKey: false);
                break;
        }
    }

    private void Enter()
    {
        if (++_depth > YamlWriter.MaxDepth)
        {
            throw new ProblemException(new Problem(ProblemCode.RenderBudget, $"The object is nested more than {YamlWriter.MaxDepth} levels deep."));
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    private void Map(MapNode map, int indent)
    {
        var count = map.Count;
        var entries = Rent(count);
        for (var i = 0; i < count; i++)
        {
            entries[i] = map.EntryAt(i);
        }

        if (options.SortKeys)
        {
            Sort(entries, count);
        }

        for (var i = 0; i < count; i++)
        {
            Entry(entries[i], indent);
        }

        Array.Clear(entries, 0, count);
        _spare.Push(entries);
    }

    // Natural order is not transitive for some mixtures of padded numbers, which the sort of the library may refuse;
    // a merge sort ends with any comparison.
    private void Sort(MapEntry[] entries, int count)
    {
        for (var width = 1; width < count; width *= 2)
        {
            for (var left = 0; left + width < count; left += 2 * width)
            {
                Merge(entries, left, left + width, Math.Min(left + (2 * width), count));
            }
        }
    }

    private void Merge(MapEntry[] entries, int left, int middle, int end)
    {
        if (NaturalKeyOrder.Compare(entries[middle - 1].Key, entries[middle].Key) <= 0)
        {
            return;
        }

        var first = Rent(middle - left);
        Array.Copy(entries, left, first, 0, middle - left);
        var (i, j, to) = (0, middle, left);
        while (i < middle - left)
        {
            entries[to++] = j < end && NaturalKeyOrder.Compare(entries[j].Key, first[i].Key) < 0 ? entries[j++] : first[i++];
        }

        Array.Clear(first, 0, middle - left);
        _spare.Push(first);
    }

    private void Entry(in MapEntry entry, int indent)
    {
        _text.Line(indent);
        if (IsSimpleKey(entry.Key))
        {
            _text.Text(entry.Key, indent, simpleKey: true);
            _text.Raw(':');
            Value(entry.Value, indent, inMap: true, indent + Step);
            return;
        }

        _text.Mark('?');
        _text.Text(entry.Key, indent, simpleKey: false);
        _text.Line(indent);
        _text.Mark(':');
        Value(entry.Value, indent, inMap: true, indent + Step);
    }

    private void List(ListNode list, int indent)
    {
        foreach (var item in list)
        {
            _text.Line(indent);
            _text.Mark('-');
            Value(item, indent, inMap: false, indent + Step);
        }
    }

    private void Scalar(ScalarNode scalar, int indent, bool simpleKey)
    {
        switch (scalar.Kind)
        {
            case NodeKind.String:
                _text.Text(scalar.StringValue!, indent, simpleKey);
                break;
            case NodeKind.Float:
                _text.Indicator(options.NumbersAsWritten ? scalar.Text : Number(scalar.FloatValue));
                break;
            case NodeKind.Integer:
                _text.Indicator(scalar.IntegerValue.ToString(CultureInfo.InvariantCulture));
                break;
            case NodeKind.Boolean:
                _text.Indicator(scalar.BooleanValue ? "true" : "false");
                break;
            default:
                _text.Indicator("null");
                break;
        }
    }

    /// <summary>A double on its way through JSON: what JSON writes as a whole number of 64 bits comes out as one.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ProblemException(new Problem(
                ProblemCode.ObjectInvalid, $"json: unsupported value: {(double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf")}"));
        }

        if (value == 0)
        {
            return "0";
        }

        var json = JsonNumber.Text(value);
        if (json.AsSpan().IndexOfAny('.', 'e') < 0 && (long.TryParse(json, CultureInfo.InvariantCulture, out _) || ulong.TryParse(json, CultureInfo.InvariantCulture, out _)))
        {
            return json;
        }

        return GoShortest(value);
    }

    /// <summary>Go's <c>%g</c> with the fewest digits: an exponent of two figures at least below 1e-4 and from 1e6 on.</summary>
    private static string GoShortest(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var mantissa = shortest.AsSpan(0, shortest.IndexOf('E', StringComparison.Ordinal) is var at and >= 0 ? at : shortest.Length);
        var digits = new StringBuilder(mantissa.Length);
        foreach (var c in mantissa)
        {
            if (char.IsAsciiDigit(c) && (digits.Length > 0 || c != '0'))
            {
                digits.Append(c);
            }
        }

        var exponent = ExponentOf(shortest, mantissa);
        while (digits.Length > 1 && digits[^1] == '0')
        {
            digits.Length--;
        }

        var sign = value < 0 ? "-" : "";
        if (exponent is < -4 or >= 6)
        {
            var fraction = digits.Length > 1 ? $".{digits.ToString(1, digits.Length - 1)}" : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
        {
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        }

        return digits.Length <= exponent + 1
            ? $"{sign}{digits}{new string('0', exponent + 1 - digits.Length)}"
            : $"{sign}{digits.ToString(0, exponent + 1)}.{digits.ToString(exponent + 1, digits.Length - exponent - 1)}";
    }

    /// <summary>The power of ten of the first digit that is not zero.</summary>
    private static int ExponentOf(string shortest, ReadOnlySpan<char> mantissa)
    {
        var written = mantissa.Length == shortest.Length ? 0 : int.Parse(shortest.AsSpan(mantissa.Length + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var first = mantissa.IndexOfAnyInRange('1', '9');
        var point = mantissa.IndexOf('.') is var at and >= 0 ? at : mantissa.Length;
        return written + (point > first ? point - first - 1 : point - first);
    }

    private static bool IsSimpleKey(string key) =>
        key.Length <= LongestSimpleKey && key.AsSpan().IndexOfAny("\n\r\u0085\u2028\u2029") < 0 &&
        (key.Length <= LongestSimpleKey / 3 || Encoding.UTF8.GetByteCount(key) <= LongestSimpleKey);

    private MapEntry[] Rent(int count) => _spare.TryPop(out var spare) && spare.Length >= count ? spare : new MapEntry[Math.Max(count, 16)];
}
