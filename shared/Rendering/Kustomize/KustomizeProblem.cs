namespace Plumbline.Rendering.Kustomize;

/// <summary>Codes of the problems this engine reports beside those of <see cref="Core.Problems.ProblemCode"/>.</summary>
public static class KustomizeProblem
{
    /// <summary>The build fails where <c>kustomize build</c> fails; the message is kustomize's.</summary>
    public const string Build = "KustomizeBuild";

    /// <summary>A feature that is refused on purpose: plugins, remote bases that the project does not allow, charts without an engine.</summary>
    public const string Refused = "KustomizeRefused";

    /// <summary>A limit on visits, depth, objects or time was reached.</summary>
    public const string Budget = "KustomizeBudget";

    /// <summary>An override of the application does not fit its kustomization.</summary>
    public const string Override = "KustomizeOverride";
}
