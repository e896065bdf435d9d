using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;

namespace Plumbline.Sync.Reconcile;

/// <summary>What the desired state layer decides about rendered objects. Pure.</summary>
public interface ITargetRules
{
    /// <summary>Namespaces, tracking marks and repeated objects (2.3).</summary>
    NormalizedTargets Normalize(Application app, IReadOnlyList<KubernetesObject> objects, KindScope scope);

    /// <summary>The project's rules over the final list (PROJ-1 to PROJ-5).</summary>
    IReadOnlyList<Problem> Check(AppProject project, Application app, IReadOnlyList<KubernetesObject> objects, KindScope scope);
}
