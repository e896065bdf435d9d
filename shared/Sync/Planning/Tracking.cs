using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Planning;

/// <summary>The annotation by which Argo CD and we mark objects (2.2).</summary>
internal static class Tracking
{
    public const string Annotation = "argocd.argoproj.io/tracking-id";

    /// <summary>The application that an object's tracking id names; null without an id, or when the id describes another object (a copy).</summary>
    public static string? OwnerOf(KubernetesObject live)
    {
        if (live.Annotation(Annotation) is not { } id)
        {
            return null;
        }

        var parts = id.Split(':', 3);
        if (parts.Length != 3 || parts[1] != $"{live.Group}/{live.Kind}")
        {
            return null;
        }

        // Anybody who may write the object may write anything here.
        var slash = parts[2].IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return null;
        }

        var (space, name) = (parts[2][..slash], parts[2][(slash + 1)..]);
        return name == live.Name && (live.Namespace.Length == 0 || space == live.Namespace) ? parts[0] : null;
    }
}
