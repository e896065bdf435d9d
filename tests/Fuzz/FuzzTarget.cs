namespace Plumbline.Fuzz;

/// <summary>One reader that meets strangers' bytes.</summary>
/// <param name="Name">What it is called on the command line, and its folder of the corpus.</param>
/// <param name="Budget">Longest that one input of the corpus' size may take.</param>
/// <param name="Run">Takes the input. Typed problems are its own matter; whatever it throws is a find.</param>
public sealed record FuzzTarget(string Name, TimeSpan Budget, Action<byte[]> Run)
{
    /// <summary>All of them; a new one gets a line here and a folder in <c>corpus/</c>.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        KustomizeTargets.Yaml, KustomizeTargets.Kustomization, HelmTargets.TemplateParser, HelmTargets.TemplateExecution, HelmTargets.Settings, HelmTargets.Chart,
        HelmTargets.ValuesSchema, HelmTargets.Archive, HelmTargets.Index,
    ];
}
