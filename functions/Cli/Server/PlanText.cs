using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Functions.Cli.Output;

namespace Plumbline.Functions.Cli.Server;

/// <summary>A plan of the API as people read it. Values in it were masked before it was stored.</summary>
internal static class PlanText
{
    /// <summary>The plan with its digest, which the API does not repeat.</summary>
    public static MapNode WithDigest(MapNode plan, string digest)
    {
        var whole = new MapNode().With("v", 1).With("digest", digest);
        foreach (var entry in plan)
        {
            whole.Set(entry.Key, entry.Value);
        }

        return whole;
    }

    /// <summary>What it does: objects created, changed or deleted.</summary>
    public static IEnumerable<MapNode> Changes(MapNode plan) => plan.Maps("entries").Where(e => e.Text("action") != "Unchanged" && !e.Is("kept"));

    /// <summary>The plan in every form.</summary>
    public static Answer Of(MapNode plan) => new(plan, plan.Maps("entries"))
    {
        Table = () => Summary(plan) + (Changes(plan).Any() ? TextTable.Of(["ACTION", "OBJECT", "FIELD", "NOW", "AFTER"], Rows(plan)) : ""),
        Name = ObjectName,
    };

    private static string Summary(MapNode plan)
    {
        var text = new StringBuilder($"plan {ApplicationText.Short(plan.Text("digest"))} for {PlainText.Of(plan.Text("app"))}: ");
        var entries = plan.Maps("entries");
        var kept = entries.Count(e => e.Is("kept"));
        text.Append($"{Count("Create")} to create, {Count("Change")} to change, {Count("Prune")} to delete, {Count("Unchanged")} unchanged");
        return text.Append(kept == 0 ? "\n" : $", {kept} kept that the sources no longer have\n").ToString();

        int Count(string action) => entries.Count(e => e.Text("action") == action && !e.Is("kept"));
    }

    // Deletions first: they are what a reader must not miss.
    private static IEnumerable<IReadOnlyList<string>> Rows(MapNode plan)
    {
        foreach (var entry in Changes(plan).OrderBy(e => e.Text("action") != "Prune"))
        {
            var action = entry.Text("action") switch { "Prune" => "delete", "Create" => "create", _ => entry.Is("adopts") ? "adopt" : "change" };
            var fields = entry.Maps("fields");
            if (fields.Count == 0)
            {
                yield return [action, ObjectName(entry), "", "", ""];
            }

            foreach (var field in fields)
            {
                yield return [action, ObjectName(entry), field.Text("path"), field.Text("before"), field.Text("after")];
            }
        }
    }

    private static string ObjectName(MapNode entry)
    {
        var kind = entry.Text("group") is { Length: > 0 } group ? $"{entry.Text("kind")}.{group}" : entry.Text("kind");
        return $"{kind.ToLowerInvariant()}/{(entry.Text("namespace") is { Length: > 0 } space ? $"{space}/" : "")}{entry.Text("name")}";
    }
}
