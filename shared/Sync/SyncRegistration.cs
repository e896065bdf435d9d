using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Control;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Ledger;
using Plumbline.Core.Messages;
using Plumbline.Core.State;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Drift;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;
using Plumbline.Sync.Operations;
using Plumbline.Sync.Outside;
using Plumbline.Sync.Planning;
using Plumbline.Sync.ReadSets;
using Plumbline.Sync.Reading;
using Plumbline.Sync.Reconcile;
using Plumbline.Sync.Registry;
using Plumbline.Sync.Repositories;
using Plumbline.Sync.Requests;
using Plumbline.Sync.Sweeping;

namespace Plumbline.Sync;

/// <summary>Registers this library.</summary>
public static class SyncRegistration
{
    /// <summary>
    /// Adds the handlers. The caller adds the ports: storage, queues, git, chart repositories, clusters, rendering, comparison, control reader, target rules, clock, ids, crash points.
    /// </summary>
    /// <param name="services">Takes them.</param>
    /// <param name="settings">What the operator set.</param>
    /// <param name="key">What charts draw follows from it; null for a key that is made and kept in storage.</param>
    public static IServiceCollection AddSync(this IServiceCollection services, SyncSettings settings, RenderKey? key = null) => services
        .AddMetrics()
        .AddSingleton(settings).AddSingleton<SyncTelemetry>()
        .AddSingleton<AppLedger>().AddSingleton<GateStore>().AddSingleton<PressMemory>()
        .AddSingleton<ApplicationStore>().AddSingleton<Wakes>().AddSingleton<ApplicationWaker>().AddSingleton<ApplicationLease>()
        .AddSingleton<ReadSetStore>().AddSingleton<RepositoryTips>().AddSingleton<TipRefresh>().AddSingleton<RefInterest>().AddSingleton<ControlRegistry>().AddSingleton<IClusterRegistrations, RegisteredClusters>()
        .AddSingleton<InventoryStore>().AddSingleton<PlanStore>().AddSingleton<PreparedPlans>().AddSingleton<LiveComparison>().AddSingleton<Planner>()
        .AddSingleton<IRepositoryRegistrations, RegisteredRepositories>().AddSingleton<ChartTrust>().AddSingleton<ChartTips>().AddSingleton<ChartFetch>().AddSingleton<OutsideParts>()
        .AddSingleton(s => new RenderChance(s.GetRequiredService<IDocumentStore>(), key)).AddSingleton<LiveLookup>().AddSingleton<CompleteRender>()
        .AddSingleton<SourceResolution>().AddSingleton<ApplicationLook>().AddSingleton<ReconcileOutcome>()
        .AddSingleton<ClusterFence>().AddSingleton<StartStep>().AddSingleton<ApplyStep>().AddSingleton<PruneStep>().AddSingleton<WatchStep>()
        .AddSingleton<OperationPhases>().AddSingleton<OperationEnd>().AddSingleton<OperationStep>().AddSingleton<DiscreetStep>()
        .AddSingleton<ReadModel>().AddSingleton<IReadModel>(s => s.GetRequiredService<ReadModel>()).AddSingleton<ISyncRequests, SyncRequests>()
        .AddSingleton<IDeliveryHandler, DeliveryHandler>().AddSingleton<IApplicationPoisonHandler, ApplicationPoisonHandler>()
        .AddSingleton<IReconcileHandler, Reconciler>().AddSingleton<IOperationStepHandler, OperationStepper>()
        .AddSingleton<ISweeper, Sweeper>().AddSingleton<IRefCheck, RefCheck>().AddSingleton<LookupDrift>().AddSingleton<IDriftScan, DriftScan>()
        .AddSingleton<Leftovers>().AddSingleton<IRetention, Retention>();
}
