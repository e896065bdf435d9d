namespace Plumbline.Core.Control;

/// <summary>Which registration holds for a repository (SEC-2, SEC-3). Pure.</summary>
public static class RepositoryChoice
{
    /// <summary>
    /// The registration whose credential counts: the repository's own, else the longest template that it lies under. A repository that has any credential of
    /// its own takes none from a template. Null when there is none.
    /// </summary>
    /// <param name="registrations">All registrations.</param>
    /// <param name="url">The repository.</param>
    /// <param name="project">The project in whose name it is read: registrations for other projects do not count, one for this project counts first. Null for any.</param>
    public static RepositoryRegistration? Credential(IReadOnlyList<RepositoryRegistration> registrations, string url, string? project)
    {
        if (RepositoryPlace.Of(url) is not { } place)
        {
            return null;
        }

        RepositoryRegistration? own = null;
        RepositoryRegistration? template = null;
        var length = -1;
        foreach (var registration in registrations)
        {
            if (!IsFor(registration, project) || RepositoryPlace.Of(registration.Url) is not { } known)
            {
                continue;
            }

            if (!registration.IsTemplate && known == place && (own is null || (project is not null && registration.Project.Length > own.Project.Length)))
            {
                own = registration;
            }
            else if (registration is { IsTemplate: true, HasCredential: true } && known.Path.Length > length && known.Holds(place))
            {
                (template, length) = (registration, known.Path.Length);
            }
        }

        return own is { HasCredential: true } ? own : template;
    }

    /// <summary>
    /// The only project that may read a repository; null when every project may: there is no registration of it, or one for all or for <paramref name="project"/>.
    /// </summary>
    public static string? OwnerInstead(IReadOnlyList<RepositoryRegistration> registrations, string url, string project)
    {
        string? owner = null;
        foreach (var registration in registrations)
        {
            if (!registration.IsTemplate && RepositoryPlace.Of(registration.Url) is { } known && known == RepositoryPlace.Of(url))
            {
                if (IsFor(registration, project))
                {
                    return null;
                }

                owner ??= registration.Project;
            }
        }

        return owner;
    }

    private static bool IsFor(RepositoryRegistration registration, string? project) => project is null || registration.Project.Length == 0 || registration.Project == project;
}
