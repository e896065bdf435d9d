using System.Globalization;
using System.Numerics;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Schema;

/// <content>What is checked for each kind of value.</content>
internal sealed partial class SchemaValidation
{
    private void CheckMap(SchemaNode node, GoMap map, Evaluated? seen, List<SchemaError> errors)
    {
        if (node.MinProperties is { } least && map.Count < least)
        {
            errors.Add(Error($"minProperties: got {SchemaError.Whole(map.Count)}, want {SchemaError.Whole(least)}"));
        }

        if (node.MaxProperties is { } most && map.Count > most)
        {
            errors.Add(Error($"maxProperties: got {SchemaError.Whole(map.Count)}, want {SchemaError.Whole(most)}"));
        }

        var missing = node.Required.Where(r => !map.ContainsKey(r)).ToList();
        if (missing.Count > 0)
        {
            errors.Add(Error(missing.Count == 1
                ? $"missing property {SchemaError.Quote(missing[0])}"
                : $"missing properties {string.Join(", ", missing.Select(SchemaError.Quote))}"));
        }

        foreach (var (name, required) in node.DependentRequired)
        {
            if (map.ContainsKey(name) && required.Where(r => !map.ContainsKey(r)).ToList() is { Count: > 0 } absent)
            {
                errors.Add(Error($"properties {string.Join(", ", absent.Select(SchemaError.Quote))} required, if {SchemaError.Quote(name)} exists"));
            }
        }

        CheckProperties(node, map, seen, errors);
        if (node.PropertyNames is { } names)
        {
            foreach (var name in map.SortedKeys())
            {
                if (new SchemaValidation(context) { _visits = _visits }.Validate(names, name, null) is { } error)
                {
                    // A name is a value of its own, which lies nowhere.
                    errors.Add(new SchemaError("", $"invalid propertyName {SchemaError.Quote(name)}", error.IsGroup ? error.Causes : [error]));
                }
            }
        }
    }

    private void CheckProperties(SchemaNode node, GoMap map, Evaluated? seen, List<SchemaError> errors)
    {
        var refused = new List<string>();
        foreach (var name in map.SortedKeys())
        {
            _visits++;
            var evaluated = false;
            if (node.Properties.TryGetValue(name, out var property))
            {
                evaluated = true;
                Add(errors, At(name, property, map[name]));
            }

            foreach (var (pattern, patterned) in node.PatternProperties)
            {
                if (pattern.Match(name, 0, context) is not null)
                {
                    evaluated = true;
                    Add(errors, At(name, patterned, map[name]));
                }
            }

            if (!evaluated && node.AdditionalProperties is { } additional)
            {
                evaluated = true;
                if (additional.Always == false)
                {
                    refused.Add(name);
                }
                else
                {
                    Add(errors, At(name, additional, map[name]));
                }
            }

            if (evaluated)
            {
                seen?.Properties.Add(name);
            }
        }

        if (refused.Count > 0)
        {
            errors.Add(Error($"additional properties {string.Join(", ", refused.Select(SchemaError.Quote))} not allowed"));
        }
    }

    private void CheckList(SchemaNode node, GoList list, Evaluated? seen, List<SchemaError> errors)
    {
        if (node.MinItems is { } least && list.Count < least)
        {
            errors.Add(Error($"minItems: got {SchemaError.Whole(list.Count)}, want {SchemaError.Whole(least)}"));
        }

        if (node.MaxItems is { } most && list.Count > most)
        {
            errors.Add(Error($"maxItems: got {SchemaError.Whole(list.Count)}, want {SchemaError.Whole(most)}"));
        }

        if (node.UniqueItems && Duplicates(list) is { } pair)
        {
            errors.Add(Error($"items at {pair.First} and {pair.Second} are equal"));
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (i < node.PrefixItems.Count)
            {
                Add(errors, At(i.ToString(CultureInfo.InvariantCulture), node.PrefixItems[i], list[i]));
            }
            else if (node.Items is { } items)
            {
                if (items.Always == false && node.Draft < 2020 && node.PrefixItems.Count > 0)
                {
                    errors.Add(Error($"last {list.Count - i} additionalItem(s) not allowed"));
                    break;
                }

                Add(errors, At(i.ToString(CultureInfo.InvariantCulture), items, list[i]));
            }
            else
            {
                break;
            }

            seen?.Items.Add(i);
        }

        if (node.Contains is { } contains)
        {
            CheckContains(node, contains, list, seen, errors);
        }
    }

    private void CheckContains(SchemaNode node, SchemaNode contains, GoList list, Evaluated? seen, List<SchemaError> errors)
    {
        var matched = new List<int>();
        var refused = new List<SchemaError>();
        for (var i = 0; i < list.Count; i++)
        {
            if (At(i.ToString(CultureInfo.InvariantCulture), contains, list[i]) is { } error)
            {
                refused.Add(error);
                continue;
            }

            matched.Add(i);
            if (node.Draft >= 2020)
            {
                seen?.Items.Add(i);
            }
        }

        var found = $"matched {matched.Count} items at {string.Join(' ', matched)}";
        if (node.MinContains is { } least)
        {
            if (matched.Count < least)
            {
                errors.Add(Error($"min {least} items required to match contains schema, but {(matched.Count == 0 ? "none matched" : found)}", refused));
            }
        }
        else if (matched.Count == 0)
        {
            errors.Add(Error("no items match contains schema", refused));
        }

        if (node.MaxContains is { } most && matched.Count > most)
        {
            errors.Add(Error($"max {most} items required to match contains schema, but {found}"));
        }
    }

    private void CheckText(SchemaNode node, string text, List<SchemaError> errors)
    {
        if (node.MinLength is { } least && GoText.RuneCount(text) < least)
        {
            errors.Add(Error($"minLength: got {SchemaError.Whole(GoText.RuneCount(text))}, want {SchemaError.Whole(least)}"));
        }

        if (node.MaxLength is { } most && GoText.RuneCount(text) > most)
        {
            errors.Add(Error($"maxLength: got {SchemaError.Whole(GoText.RuneCount(text))}, want {SchemaError.Whole(most)}"));
        }

        if (node.Pattern is { } pattern && pattern.Regex.Match(text, 0, context) is null)
        {
            errors.Add(Error($"{SchemaError.Quote(text)} does not match pattern {SchemaError.Quote(pattern.Written)}"));
        }
    }

    private void CheckNumber(SchemaNode node, double number, List<SchemaError> errors)
    {
        Bound("minimum", node.Minimum, number < node.Minimum);
        Bound("maximum", node.Maximum, number > node.Maximum);
        Bound("exclusiveMinimum", node.ExclusiveMinimum, number <= node.ExclusiveMinimum);
        Bound("exclusiveMaximum", node.ExclusiveMaximum, number >= node.ExclusiveMaximum);
        Bound("multipleOf", node.MultipleOf, node.MultipleOf is { } step && !IsMultiple(number, step));

        void Bound(string keyword, double? wanted, bool broken)
        {
            if (broken)
            {
                errors.Add(Error($"{keyword}: got {SchemaError.Number(number)}, want {SchemaError.Number(wanted!.Value)}"));
            }
        }
    }

    // As the decimals they are written as: 0.3 is a multiple of 0.1.
    private static bool IsMultiple(double number, double step)
    {
        if (step == 0)
        {
            return false;
        }

        var (digits, power) = SchemaError.Exact(number);
        var (stepDigits, stepPower) = SchemaError.Exact(step);
        var least = Math.Min(power, stepPower);
        return BigInteger.Remainder(digits * BigInteger.Pow(10, power - least), stepDigits * BigInteger.Pow(10, stepPower - least)).IsZero;
    }

    private (int First, int Second)? Duplicates(GoList list)
    {
        for (var i = 1; i < list.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (++_visits > MostVisits)
                {
                    throw new Template.GoErrorException("the schema takes too many steps to check");
                }

                if (Same(list[i], list[j]))
                {
                    return (j, i);
                }
            }
        }

        return null;
    }

    private static bool Fits(IReadOnlyList<string> types, object? value) =>
        types.Contains(TypeOf(value)) || (value is double or long or WrittenNumber && types.Contains("integer") && double.IsInteger(ToDouble(value)));

    private static string TypeOf(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        string => "string",
        GoList => "array",
        GoMap => "object",
        _ => "number",
    };

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (GoMap a, GoMap b) => a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var other) && Same(p.Value, other)),
        (GoList a, GoList b) => a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second)),
        (string a, string b) => a == b,
        (bool a, bool b) => a == b,
        (double or long or WrittenNumber, double or long or WrittenNumber) => ToDouble(left) == ToDouble(right),
        _ => false,
    };

    private static double ToDouble(object? value) => value switch
    {
        long whole => whole,
        double number => number,
        WrittenNumber written => written.Value,
        _ => 0,
    };

    private static string Display(object? value) => value switch
    {
        null => "<nil>",
        string text => SchemaError.Quote(text),
        bool flag => flag ? "true" : "false",
        WrittenNumber number => number.Written,
        double number => GoFloat.Shortest(number),
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        _ => "value",
    };
}
