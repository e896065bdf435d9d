using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Rendering;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Reconcile;
using Plumbline.Sync.Registry;

namespace Plumbline.Sync.Operations;

/// <summary>
/// The next step of an operation, told without what charts looked up: whoever refuses an object, or explains it, may quote it (T-SEC-5). The process that takes the step
/// need not be the one that rendered; then it reads the same Secrets again, and where it cannot, it tells nothing of what others said.
/// </summary>
internal sealed class DiscreetStep(OperationStep step, PreparedPlans prepared, ControlRegistry registry, IClusters clusters, IObjectComparison comparison)
{
    private const string Withheld = "What the cluster says is left out: it may quote Secrets that charts looked up, and they cannot be read now.";

    /// <summary>Takes one step. Trouble on the way is an outcome.</summary>
    public async Task<StepOutcome> Take(LeasedApplication work, OperationState operation, CancellationToken token)
    {
        var outcome = await step.Take(work, operation, token);
        if (!outcome.QuotesOthers)
        {
            return outcome;
        }

        if (prepared.Find(work.State.Name, operation.Plan, freshly: false) is { } made)
        {
            return outcome.Hidden(made.Comparison.Hide);
        }

        if (outcome is StepOutcome.Moved)
        {
            // Only what was written or deleted, in our words.
            return outcome;
        }

        var secrets = work.State.LookedUp.Where(l => l.HoldsSecrets).Select(l => l.What).ToList();
        return secrets.Count == 0 ? outcome
            : await Knowing(work.State, secrets, token) is { } knowing ? outcome.Hidden(knowing.Hide)
            : outcome.Hidden(_ => Withheld);
    }

    private async Task<IObjectComparison?> Knowing(ApplicationState state, IReadOnlyList<OutsidePart.LiveObjects> secrets, CancellationToken token)
    {
        var app = ApplicationLook.Restore(state);
        if (await registry.Configuration(token) is not { } configuration || Standing.Of(configuration, app) is not { Project: { } project, Refusal: null } standing)
        {
            return null;
        }

        var found = new List<MapNode>();
        try
        {
            var place = new LookupPlace(await standing.Connect(clusters, app, token), app.Destination, configuration.Clusters);
            foreach (var what in secrets)
            {
                var part = await LiveLookup.Read(what, project, place, token);
                if (part.Failure is not null)
                {
                    return null;
                }

                found.AddRange(part.Live is { } live ? [live] : []);
            }
        }
        catch (ClusterException)
        {
            return null;
        }

        return comparison.Knowing(found);
    }
}
