using Plumbline.Core.Fields;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Projects;

/// <summary>Checks the parts of a project that are kept but have no effect yet, so that mistakes show before they count.</summary>
internal static class ProjectExtrasCheck
{
    public static void Run(MapNode? spec, SpecProblems problems)
    {
        var list = spec.List("syncWindows");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is not MapNode window)
            {
                continue;
            }

            var field = $"spec.syncWindows[{i}]";
            if (window.TextOrEmpty("kind") is not ("allow" or "deny"))
            {
                problems.Invalid(window, "kind", field, "A sync window is of kind allow or deny.");
            }

            if (window.Texts("applications").Count + window.Texts("namespaces").Count + window.Texts("clusters").Count == 0)
            {
                problems.Missing(window, field, "A sync window requires one of application, cluster or namespace.");
            }

            if (!GoDuration.TryParse(window.TextOrEmpty("duration"), out var duration) || duration <= TimeSpan.Zero)
            {
                problems.Invalid(window, "duration", field, "This is no duration.", "Write 30m, 1h, 12h30m.");
            }

            if (window.TextOrEmpty("schedule").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5)
            {
                problems.Invalid(window, "schedule", field, "A schedule has five fields: minute, hour, day, month, weekday.");
            }

            if (!seen.Add(System.Text.Encoding.UTF8.GetString(Json.JsonTree.WriteCanonical(window))))
            {
                problems.Error(Problems.ProblemCode.FieldInvalid, "This sync window already exists.", window.Position, field);
            }
        }
    }
}
