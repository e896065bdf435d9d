using Plumbline.Core.Charts;
using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;
using Plumbline.Core.Sources;
using Plumbline.Sync.Repositories;

namespace Plumbline.Sync.Outside;

/// <summary>A repository that a render reads although it is no source of the application.</summary>
/// <param name="Url">The repository.</param>
/// <param name="Revision">The tracked revision as written.</param>
/// <param name="Commit">Its commit.</param>
/// <param name="Tree">Its files, and what was looked at of them.</param>
internal sealed record LentRepository(RepositoryUrl Url, string Revision, CommitId Commit, RecordingSourceTree Tree);

/// <summary>Fetches what renders want from outside, where the project allows it.</summary>
internal sealed class OutsideParts(
    ChartFetch charts, IRemoteFiles files, RepositoryTips tips, IGitRepositories git, IRepositoryRegistrations registrations, SyncSettings settings)
{
    // A schema decides nothing of what comes out, and a chart may refer to dozens.
    private static readonly TimeSpan SchemaAge = TimeSpan.FromMinutes(10);

    /// <summary>Fetches one part. What cannot be had for good is a sentence in the answer; what may be had later is thrown.</summary>
    /// <param name="part">The part.</param>
    /// <param name="app">The application that is rendered.</param>
    /// <param name="project">The project in whose name it is fetched.</param>
    /// <param name="place">Where it goes, for what is live there.</param>
    /// <param name="lent">Takes the repository, where the part is one.</param>
    /// <param name="token">Ends the download.</param>
    /// <exception cref="GitException">A git host is unavailable for now.</exception>
    /// <exception cref="ChartRepositoryException">A chart repository is unavailable for now.</exception>
    /// <exception cref="Core.Kubernetes.ClusterException">The cluster is unavailable for now.</exception>
    public async Task<FetchedPart> Fetch(OutsidePart part, string app, AppProject project, LookupPlace place, List<LentRepository> lent, CancellationToken token)
    {
        try
        {
            return part switch
            {
                OutsidePart.Chart chart => await Chart(chart, app, project, token),
                OutsidePart.Repository repository => await Repository(repository, project, lent, token),
                OutsidePart.LiveObjects live => await LiveLookup.Read(live, project, place, token),
                OutsidePart.RemoteFile file => new FetchedPart { Bytes = await files.Get(file.Url, TimeSpan.Zero, token), Id = file.Url },
                OutsidePart.Schema schema => new FetchedPart { Bytes = await files.Get(schema.Url, SchemaAge, token), Id = schema.Url },
                _ => throw new ArgumentOutOfRangeException(nameof(part)),
            };
        }
        catch (ChartRepositoryException e) when (e.Failure != ChartFailure.Unavailable)
        {
            return new FetchedPart { Failure = e.Message };
        }
        catch (GitException e) when (!e.IsTransient)
        {
            return new FetchedPart { Failure = $"{char.ToUpperInvariant(e.Message[0])}{e.Message[1..].TrimEnd('.')}." };
        }
    }

    private async Task<FetchedPart> Chart(OutsidePart.Chart chart, string app, AppProject project, CancellationToken token)
    {
        if (!ProjectRules.AllowsSource(project, chart.RepositoryUrl))
        {
            return Denied(project, chart.RepositoryUrl);
        }

        var fetched = await charts.Fetch(app, project, chart.RepositoryUrl, chart.Name, chart.Revision, chart.PassCredentials, token);
        return new FetchedPart { Bytes = fetched.Archive.Bytes, Id = fetched.Archive.Digest, Version = fetched.Version };
    }

    private async Task<FetchedPart> Repository(OutsidePart.Repository repository, AppProject project, List<LentRepository> lent, CancellationToken token)
    {
        if (!RepositoryUrl.TryParse(repository.Url, settings.AllowedSchemes, out var url, out var reason))
        {
            return new FetchedPart { Failure = $"The repository cannot be used: {reason}." };
        }

        if (!ProjectRules.AllowsSource(project, repository.Url))
        {
            return Denied(project, repository.Url);
        }

        if (RepositoryChoice.OwnerInstead(await registrations.List(token), repository.Url, project.Name) is { } owner)
        {
            return new FetchedPart { Failure = $"The repository {repository.Url} is registered for the project {owner} alone." };
        }

        var commit = await tips.Resolve(url, repository.Revision, "", token);
        var tree = new RecordingSourceTree(await git.Open(url, commit, token));
        lent.Add(new LentRepository(url, repository.Revision, commit, tree));
        return new FetchedPart { Tree = tree, Id = commit.Value };
    }

    private static FetchedPart Denied(AppProject project, string url) =>
        new() { Failure = $"The project {project.Name} does not allow the repository {url}; it has to stand in sourceRepos." };
}
