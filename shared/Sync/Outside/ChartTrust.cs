using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Charts;
using Plumbline.Core.Problems;
using Plumbline.Core.Projects;
using Plumbline.Core.Secrets;

namespace Plumbline.Sync.Outside;

/// <summary>Has the provenance of charts checked where a project asks for it. What was found good is remembered by digest and keys.</summary>
internal sealed class ChartTrust(IChartRepositories charts, IChartSignatures signatures, ISecretReferences secrets)
{
    private const int MostKept = 10_000;

    private readonly ConcurrentDictionary<string, bool> _good = new(StringComparer.Ordinal);

    /// <summary>Checks a chart; nothing to do where the project names no keys.</summary>
    /// <exception cref="ChartRepositoryException">The chart is not trusted, or its provenance cannot be had now.</exception>
    public async Task Check(AppProject project, ResolvedChart chart, ChartArchiveFile archive, CancellationToken token)
    {
        if (project.ChartKeys.Count == 0)
        {
            return;
        }

        var keys = await Keys(project, token);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\0', [archive.Digest, chart.Reference.Chart, chart.Version, .. keys]))));
        if (_good.ContainsKey(name))
        {
            return;
        }

        var provenance = await charts.Provenance(chart, token) ?? throw new ChartRepositoryException(
            ChartFailure.NotTrusted, $"Chart '{chart.Reference.Chart}' {chart.Version} has no provenance file; the project {project.Name} asks for one.");
        _ = signatures.Verify(provenance, chart, archive, keys);
        if (_good.Count >= MostKept)
        {
            _good.Clear();
        }

        _good[name] = true;
    }

    private async Task<List<string>> Keys(AppProject project, CancellationToken token)
    {
        var keys = new List<string>();
        foreach (var reference in project.ChartKeys)
        {
            try
            {
                keys.Add(await secrets.Find(reference, token) is { Length: > 0 } key
                    ? key
                    : throw new ChartRepositoryException(ChartFailure.NotTrusted, $"The key {reference} that the project {project.Name} trusts does not exist."));
            }
            catch (ProblemException e)
            {
                throw new ChartRepositoryException(ChartFailure.NotTrusted, $"The key {reference} that the project {project.Name} trusts cannot be read: {e.Problems[0].Message}", e);
            }
        }

        return keys;
    }
}
