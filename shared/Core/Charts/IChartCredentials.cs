namespace Plumbline.Core.Charts;

/// <summary>Credentials for chart repositories.</summary>
public interface IChartCredentials
{
    /// <summary>The credential for a repository; null where it is read without one.</summary>
    /// <param name="repositoryUrl">URL as an Application or a chart writes it.</param>
    /// <param name="project">The project in whose name it is read.</param>
    /// <param name="token">Ends the look-up.</param>
    /// <exception cref="ChartRepositoryException">There should be one and its secret is missing.</exception>
    Task<ChartCredential?> Find(string repositoryUrl, string project, CancellationToken token);
}
