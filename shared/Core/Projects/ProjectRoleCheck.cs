using Plumbline.Core.Fields;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Projects;

/// <summary>Checks the roles of a project (PROJ-6): a role that Argo CD refuses is refused here as well, although roles have no effect yet.</summary>
internal static class ProjectRoleCheck
{
    private static readonly HashSet<string> Resources = new(StringComparer.Ordinal) { "applications", "applicationsets", "repositories", "clusters", "logs", "exec" };

    private static readonly HashSet<string> Actions = new(StringComparer.Ordinal)
    {
        "*", "get", "create", "update", "delete", "sync", "override", "invoke",
    };

    public static void Run(string project, MapNode? spec, SpecProblems problems)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var list = spec.List("roles");
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is MapNode role)
            {
                CheckRole(project, role, $"spec.roles[{i}]", names, problems);
            }
        }
    }

    private static void CheckRole(string project, MapNode role, string field, HashSet<string> names, SpecProblems problems)
    {
        var name = role.TextOrEmpty("name");
        if (!IsName(name))
        {
            problems.Invalid(role, "name", field, "This is no name of a role.", "Use letters, digits, - and _, with a letter or digit at both ends.");
        }
        else if (!names.Add(name))
        {
            problems.Invalid(role, "name", field, $"There is a role '{name}' already.");
        }

        CheckEach(role, "policies", field, problems, policy => PolicyFault(policy, project, name));
        CheckEach(role, "groups", field, problems, GroupFault);
    }

    private static void CheckEach(MapNode role, string key, string field, SpecProblems problems, Func<string, string?> fault)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var list = role.List(key);
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is not ScalarNode { StringValue: { } text } node)
            {
                continue;
            }

            var reason = seen.Add(text) ? fault(text) : "The line stands in the list already.";
            if (reason is not null)
            {
                problems.Error(ProblemCode.FieldInvalid, reason, node.Position, $"{field}.{key}[{i}]");
            }
        }
    }

    private static bool IsName(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string? GroupFault(string group) =>
        group.Length == 0 || group.Trim() != group || group.AsSpan().ContainsAny(",\r\n\t") ? "This is no name of a group: it has no commas, line ends or spaces around it." : null;

    private static string? PolicyFault(string policy, string project, string role)
    {
        string[] parts = [.. policy.Split(',').Select(p => p.Trim())];
        if (parts.Length != 6 || parts[0] != "p")
        {
            return "A policy must be of the form: 'p, sub, res, act, obj, eft'.";
        }

        var subject = $"proj:{project}:{role}";
        return parts[1] != subject ? $"The policy subject must be: '{subject}'."
            : !Resources.Contains(parts[2]) ? $"The policy resource must be: '{string.Join("', '", Resources)}'."
            : !IsAction(parts[3]) ? $"There is no action '{parts[3]}'."
            : !IsObject(parts[4], project) ? $"The policy object must be of form '{project}/*', '{project}/NAME' or '{project}/NAMESPACE/NAME'."
            : parts[5] is not ("allow" or "deny") ? "The policy effect must be: 'allow' or 'deny'."
            : null;
    }

    private static bool IsAction(string action) =>
        Actions.Contains(action) ||
        ((string[])["action/", "update/", "delete/"]).Any(p => action.StartsWith(p, StringComparison.Ordinal) && action.Length > p.Length);

    private static bool IsObject(string value, string project)
    {
        if (!value.StartsWith(project + "/", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = value[(project.Length + 1)..].Split('/');
        return parts.Length <= 2 && parts.All(p => p.Length > 0 && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '*' or '_' or '-' or '.'));
    }
}
