using Plumbline.Core.Control;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;

namespace Plumbline.Sync.Outside;

/// <summary>A render with all it needed from outside.</summary>
/// <param name="Output">The render.</param>
/// <param name="Lent">Repositories it read that are no sources of the application.</param>
internal sealed record CompletedRender(RenderOutput Output, IReadOnlyList<LentRepository> Lent);

/// <summary>
/// Renders, fetches what the render wants, and renders again until nothing is wanted: renders stay free of network, and what a chart or a base
/// asks for in turn is found as well.
/// </summary>
internal sealed class CompleteRender(ISourceRenderer renderer, OutsideParts outside)
{
    private const int MostRounds = 64;
    private const int MostParts = 256;

    /// <summary>Renders.</summary>
    /// <exception cref="Core.Git.GitException">A git host is unavailable for now.</exception>
    /// <exception cref="Core.Charts.ChartRepositoryException">A chart repository is unavailable for now.</exception>
    public async Task<CompletedRender> Run(RenderInput input, AppProject project, IReadOnlyList<RepositoryRegistration> registrations, CancellationToken token)
    {
        input = input with { ChartRepositories = Names(registrations, project) };
        var output = renderer.Render(input, token);
        if (output.Wanted.Count == 0)
        {
            return new CompletedRender(output, []);
        }

        var parts = new Dictionary<OutsidePart, FetchedPart>();
        var lent = new List<LentRepository>();
        input = input with { Parts = parts };
        for (var round = 0; round < MostRounds && parts.Count < MostParts; round++)
        {
            var missing = output.Wanted.Where(p => !parts.ContainsKey(p)).Distinct().ToList();
            if (missing.Count == 0)
            {
                break;
            }

            foreach (var part in missing)
            {
                parts[part] = await outside.Fetch(part, input.Application.Name, project, lent, token);
            }

            output = renderer.Render(input, token);
        }

        return new CompletedRender(output, lent);
    }

    /// <summary>Chart repositories that the project may use, by name.</summary>
    private static Dictionary<string, string> Names(IReadOnlyList<RepositoryRegistration> registrations, AppProject project)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var registration in registrations)
        {
            if (registration is { IsTemplate: false, Name.Length: > 0, Type: "helm" or "oci" } && (registration.Project.Length == 0 || registration.Project == project.Name))
            {
                names[registration.Name] = registration.EnableOci && !registration.Url.Contains("://", StringComparison.Ordinal) ? $"oci://{registration.Url}" : registration.Url;
            }
        }

        return names;
    }
}
