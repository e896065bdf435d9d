using Plumbline.Core.Applications;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Control;

/// <summary>What a control repository says at one commit. A bad object is only left out, it never takes others with it .</summary>
public sealed record ControlConfiguration
{
    /// <summary>Good Applications by ordinal name; names are unique.</summary>
    public required IReadOnlyList<Application> Applications { get; init; }

    /// <summary>Good projects by ordinal name; always holds <c>default</c>.</summary>
    public required IReadOnlyList<AppProject> Projects { get; init; }

    /// <summary>Good clusters by ordinal name.</summary>
    public required IReadOnlyList<ClusterRegistration> Clusters { get; init; }

    /// <summary>Good repositories and credential templates by ordinal name of their Secrets.</summary>
    public required IReadOnlyList<RepositoryRegistration> Repositories { get; init; }

    /// <summary>
    /// Objects that are there but cannot be used: their previous version stays in force; being invalid is no deletion.
    /// </summary>
    public required IReadOnlyList<InvalidObject> Invalid { get; init; }

    /// <summary>
    /// Whether some file could not be read at all, or holds an object whose kind or name cannot be read, so that it is unknown which objects it holds:
    /// then nothing that is missing here may be taken as deleted.
    /// </summary>
    public required bool HasUnreadableFiles { get; init; }

    /// <summary>Everything wrong, errors and warnings, by file and place.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>What was looked at.</summary>
    public required ReadSet ReadSet { get; init; }
}

/// <summary>An object with a readable name that cannot be used.</summary>
/// <param name="Kind"><c>Application</c>, <c>AppProject</c>, or <c>Secret</c>.</param>
/// <param name="Name"><c>metadata.name</c> (of the Secret, for clusters and repositories).</param>
/// <param name="Origin">Where it stands; a name that is used twice has an entry for each place.</param>
/// <param name="Problems">Why, at least one error.</param>
public sealed record InvalidObject(string Kind, string Name, ObjectOrigin Origin, IReadOnlyList<Problem> Problems);
