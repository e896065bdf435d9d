using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's semantic versions.</summary>
internal static class SemverFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("semver", [GoType.String], GoType.Any, static (_, a) => new GoVersion(Read(a.Text(0))))
        .Add("semverCompare", [GoType.String, GoType.String], GoType.Bool, Compare)
        .Functions;

    private static SemanticVersion Read(string text) =>
        SemanticVersion.TryParse(text, out var version, out var error) ? version : throw new GoErrorException(error);

    private static object Compare(TemplateContext context, ReadOnlySpan<object?> a)
    {
        context.Step(a.Text(0).Length + 1);
        return VersionConstraint.TryParse(a.Text(0), out var constraint, out var error)
            ? Boxes.Of(constraint.Check(Read(a.Text(1))))
            : throw new GoErrorException(error);
    }
}
