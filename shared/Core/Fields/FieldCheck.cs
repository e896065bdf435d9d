using System.Globalization;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Fields;

/// <summary>Holds an object against the table of its kind's fields. Unknown and idle fields are warnings, wrong types are errors.</summary>
internal sealed class FieldCheck(SpecProblems problems)
{
    public void Run(MapNode root, FieldRule rule)
    {
        foreach (var entry in root)
        {
            CheckEntry(entry, rule, "");
        }
    }

    private void CheckEntry(in MapEntry entry, FieldRule owner, string path)
    {
        var field = FieldPath.Child(path, entry.Key);
        if (!owner.Fields.TryGetValue(entry.Key, out var rule))
        {
            var near = Nearest(entry.Key, owner.Fields.Keys);
            problems.Warn(
                ProblemCode.FieldUnknown, "There is no such field; it is kept and has no effect.", entry.KeyPosition, field, near is null ? null : $"Did you mean '{near}'?");
            return;
        }

        if (entry.Value.IsNull)
        {
            return;
        }

        if (!rule.IsActedOn)
        {
            problems.Warn(ProblemCode.FieldNotActedOn, "The field is understood and kept, but has no effect yet.", entry.KeyPosition, field);
        }

        Check(entry.Value, rule, field);
    }

    private void Check(Node node, FieldRule rule, string field)
    {
        if (!Fits(node, rule.Type))
        {
            problems.Error(ProblemCode.FieldInvalid, $"{Expected(rule.Type)} is expected here, not {Actual(node)}.", node.Position, field, Advice(node, rule.Type));
            return;
        }

        switch (node)
        {
            case MapNode map when rule.Type == FieldType.Map:
                foreach (var entry in map)
                {
                    CheckEntry(entry, rule, field);
                }

                break;
            case MapNode map when rule.Type == FieldType.TextMap:
                foreach (var entry in map)
                {
                    if (entry.Value.Kind is not (NodeKind.String or NodeKind.Null))
                    {
                        Check(entry.Value, FieldRule.Text, FieldPath.Child(field, entry.Key));
                    }
                }

                break;
            case ListNode list when rule.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                {
                    // A null item holds nothing to check; the reader of the list leaves it out.
                    if (!list[i].IsNull)
                    {
                        Check(list[i], items, $"{field}[{i}]");
                    }
                }

                break;
        }
    }

    private static bool Fits(Node node, FieldType type) => type switch
    {
        FieldType.Text => node.Kind == NodeKind.String,
        FieldType.TextOrNumber => node.Kind is NodeKind.String or NodeKind.Integer,
        FieldType.Boolean => node.Kind == NodeKind.Boolean,
        FieldType.Integer => node.Kind == NodeKind.Integer,
        FieldType.WholeOrText => node is ScalarNode { Kind: NodeKind.Integer } || (node is ScalarNode { StringValue: { } text } && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)),
        FieldType.Map or FieldType.TextMap => node.Kind == NodeKind.Map,
        FieldType.List => node.Kind == NodeKind.List,
        _ => true,
    };

    private static string Expected(FieldType type) => type switch
    {
        FieldType.Text => "A text",
        FieldType.TextOrNumber => "A text or a whole number",
        FieldType.Boolean => "true or false",
        FieldType.Integer or FieldType.WholeOrText => "A whole number",
        FieldType.List => "A list",
        _ => "A map",
    };

    private static string Actual(Node node) => node.Kind switch
    {
        NodeKind.Null => "nothing",
        NodeKind.Boolean => "true or false",
        NodeKind.Integer or NodeKind.Float => "a number",
        NodeKind.String => "a text",
        NodeKind.List => "a list",
        _ => "a map",
    };

    private static string? Advice(Node node, FieldType type) => (type, node.Kind) switch
    {
        (FieldType.Text, NodeKind.Boolean or NodeKind.Integer or NodeKind.Float) => "Put it in quotes.",
        (FieldType.Boolean or FieldType.Integer, NodeKind.String) => "Leave the quotes out.",
        (FieldType.List, NodeKind.Map or NodeKind.String) => "Start each item with '- '.",
        _ => null,
    };

    private static string? Nearest(string name, IEnumerable<string> known)
    {
        // Long names are no typing mistakes of ours, and would make the comparison slow.
        if (name.Length > 40)
        {
            return null;
        }

        var best = known.Select(k => (Name: k, Distance: Distance(name, k))).OrderBy(k => k.Distance).ThenBy(k => k.Name, StringComparer.Ordinal).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, name.Length / 4) ? best.Name : null;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
