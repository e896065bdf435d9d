using Plumbline.Core.Charts;
using Plumbline.Core.Projects;

namespace Plumbline.Sync.Outside;

/// <summary>A chart that was downloaded.</summary>
/// <param name="Version">The chosen version.</param>
/// <param name="Archive">Its archive.</param>
internal sealed record FetchedChart(string Version, ChartArchiveFile Archive);

/// <summary>Downloads charts in the name of a project: with the credential that is registered for it, and with a signature where it asks for one.</summary>
internal sealed class ChartFetch(IChartRepositories charts, IChartCredentials credentials, ChartTrust trust, ChartTips tips)
{
    /// <summary>Finds the version and downloads it. The caller has checked that the project allows the repository.</summary>
    /// <param name="app">The application that takes it.</param>
    /// <param name="project">The project.</param>
    /// <param name="repositoryUrl">The repository as written.</param>
    /// <param name="name">Name of the chart.</param>
    /// <param name="revision">Version or range.</param>
    /// <param name="passCredentials">Whether the credential also goes to other hosts that the index names.</param>
    /// <param name="token">Ends the download.</param>
    /// <exception cref="ChartRepositoryException">The chart cannot be had.</exception>
    public async Task<FetchedChart> Fetch(string app, AppProject project, string repositoryUrl, string name, string revision, bool passCredentials, CancellationToken token)
    {
        var credential = await credentials.Find(repositoryUrl, project.Name, token);
        var reference = new ChartReference(repositoryUrl, name, revision, credential is null ? null : credential with { PassToOtherHosts = passCredentials });
        var resolved = await charts.Resolve(reference, token);
        var archive = await charts.Open(resolved, token);
        await trust.Check(project, resolved, archive, token);
        await tips.Note(new FollowedChart(1, app, project.Name, repositoryUrl, name, revision, resolved.Version), token);
        return new FetchedChart(resolved.Version, archive);
    }
}
