using Plumbline.Core.Control;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Projects;
using Plumbline.Core.Rendering;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Outside;

/// <summary>A render with all it needed from outside.</summary>
/// <param name="Output">The render.</param>
/// <param name="Lent">Repositories it read that are no sources of the application.</param>
internal sealed record CompletedRender(RenderOutput Output, IReadOnlyList<LentRepository> Lent)
{
    /// <summary>What charts looked up in the cluster.</summary>
    public IReadOnlyList<LookedUp> LookedUp { get; init; } = [];

    /// <summary>Masks what is shown and stored of this render, its problems too: knows the Secrets that charts looked up.</summary>
    public required IObjectComparison Comparison { get; init; }
}

/// <summary>
/// Renders, fetches what the render wants, and renders again until nothing is wanted: renders stay free of network, and what a chart or a base
/// asks for in turn is found as well.
/// </summary>
internal sealed class CompleteRender(ISourceRenderer renderer, OutsideParts outside, LiveLookup lookup, IObjectComparison comparison, TimeProvider clock)
{
    private const int MostRounds = 64;
    private const int MostParts = 256;

    // What is looked up is kept with the application, whose document has a limit; JSON may take six bytes for a character.
    private const int MostNames = 64 * 1024;

    // One render has a limit of its own; many that ask for one thing after another must not add up to the length of a lease (T-TPL-2).
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(35);

    /// <summary>Renders.</summary>
    /// <exception cref="Core.Git.GitException">A git host is unavailable for now.</exception>
    /// <exception cref="Core.Charts.ChartRepositoryException">A chart repository is unavailable for now.</exception>
    /// <exception cref="ClusterException">The cluster is unavailable for now.</exception>
    public async Task<CompletedRender> Run(
        RenderInput input, AppProject project, IReadOnlyList<RepositoryRegistration> registrations, LookupPlace place, CancellationToken token)
    {
        input = input with { ChartRepositories = Names(registrations, project), LooksUp = project.Lookups.Count > 0 };
        var spent = TimeSpan.Zero;
        RenderOutput Render()
        {
            var began = clock.GetTimestamp();
            var rendered = renderer.Render(input, token);
            spent += clock.GetElapsedTime(began);
            return rendered;
        }

        var output = Render();
        if (output.Wanted.Count == 0)
        {
            return new CompletedRender(output, []) { Comparison = comparison };
        }

        var parts = new Dictionary<OutsidePart, FetchedPart>();
        var lent = new List<LentRepository>();
        var (names, held) = (0, 0L);
        input = input with { Parts = parts };
        for (var round = 0; round < MostRounds && parts.Count < MostParts && spent < MostTime && held < LiveSize.MostOfRender; round++)
        {
            var missing = output.Wanted.Where(p => !parts.ContainsKey(p)).Distinct().Take(MostParts - parts.Count).TakeWhile(p => (names += NamesOf(p)) <= MostNames).ToList();
            if (missing.Count == 0)
            {
                break;
            }

            try
            {
                foreach (var part in missing.TakeWhile(_ => held < LiveSize.MostOfRender))
                {
                    parts[part] = await outside.Fetch(part, input.Application.Name, project, place, lent, token);
                    held += parts[part].Live is { } live ? LiveSize.Of(live) : 0;
                }
            }
            catch (ClusterException e) when (Knowing(parts) is { KnowsAny: true } knowing)
            {
                // A template may ask for an object by the value of a Secret.
                throw e.Saying(knowing.Hide(e.Message));
            }

            output = Render();
        }

        return await Finished(input.Application.Name, output, parts, lent, token);
    }

    private async Task<CompletedRender> Finished(
        string app, RenderOutput output, Dictionary<OutsidePart, FetchedPart> parts, List<LentRepository> lent, CancellationToken token)
    {
        var marks = new List<LookedUp>();
        foreach (var (part, found) in parts)
        {
            if (part is OutsidePart.LiveObjects live)
            {
                marks.Add(await lookup.Mark(app, live, found, token) with { HoldsSecrets = found.Live is { } tree && comparison.Knowing([tree]).KnowsAny });
            }
        }

        return new CompletedRender(output, lent) { LookedUp = marks, Comparison = Knowing(parts) };
    }

    private static int NamesOf(OutsidePart part) => part is OutsidePart.LiveObjects live ? live.ApiVersion.Length + live.Kind.Length + live.Namespace.Length + live.Name.Length : 0;

    private IObjectComparison Knowing(Dictionary<OutsidePart, FetchedPart> parts) => comparison.Knowing(parts.Values.Select(p => p.Live).OfType<MapNode>());

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
