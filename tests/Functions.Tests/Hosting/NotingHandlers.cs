using System.Collections.Concurrent;
using Plumbline.Flows;
using Plumbline.Reporting;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>Handlers that note their calls and do what the test says.</summary>
internal sealed class NotingHandlers :
    IDeliveryHandler, IReconcileHandler, IOperationStepHandler, IApplicationPoisonHandler, IReportHandler, IReportSweep, ISweeper, IDriftScan, IRefCheck, IRetention,
    IReadModel, ISyncRequests, IInteractionHandler
{
    /// <summary>Every call as <c>method subject</c>, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Decoded deliveries by their id.</summary>
    public ConcurrentDictionary<string, DecodedDelivery> Deliveries { get; } = new();

    /// <summary>Runs inside each queue or timer call.</summary>
    public Func<string, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What the delivery handler answers.</summary>
    public DeliveryOutcome Outcome { get; set; } = new DeliveryTouched(["shop"]);

    /// <summary>What the API answers, by <c>what application detail</c>; null takes the fixed answers below.</summary>
    public Func<string, string?>? Reply { get; set; }

    /// <summary>What the chat handler answers.</summary>
    public InteractionOutcome Interaction { get; set; }

    public async Task<DeliveryOutcome> Handle(string deliveryId, string route, DecodedDelivery delivery, CancellationToken token)
    {
        Deliveries[deliveryId] = delivery;
        await Note($"handle {deliveryId}", token);
        return Outcome;
    }

    public Task Reconcile(string application, CancellationToken token) => Note($"reconcile {application}", token);

    public Task Step(string application, CancellationToken token) => Note($"step {application}", token);

    public Task Park(string application, string queue, CancellationToken token) => Note($"park {application} {queue}", token);

    public Task Publish(string hint, CancellationToken token) => Note($"publish {hint}", token);

    public Task GiveUp(string hint, CancellationToken token) => Note($"giveup {hint}", token);

    Task IReportSweep.Sweep(CancellationToken token) => Note("sweep-reports", token);

    public Task Sweep(CancellationToken token) => Note("sweep", token);

    public Task Scan(CancellationToken token) => Note("scan", token);

    public Task Check(CancellationToken token) => Note("check", token);

    public Task Clean(CancellationToken token) => Note("clean", token);

    public Task<string> ListApplications(AccessScope scope, string? after, int limit, CancellationToken token) => Task.FromResult(
        Reply is { } reply ? reply($"applications {after}")! : $$"""{"v":1,"after":"{{after}}","limit":{{limit}}}""");

    public Task<string?> FindApplication(AccessScope scope, string application, CancellationToken token) => Answer(scope, application, $"application {application}");

    public Task<string?> ListOperations(AccessScope scope, string application, CancellationToken token) => Answer(scope, application, $"operations {application}");

    public Task<string?> FindOperation(AccessScope scope, string application, string operation, CancellationToken token) => Answer(scope, application, $"operation {application} {operation}");

    public Task<string?> FindPlan(AccessScope scope, string application, string digest, CancellationToken token) => Answer(scope, application, $"plan {application} {digest}");

    public Task<string?> ReadLedger(AccessScope scope, string application, long after, int limit, CancellationToken token) => Answer(scope, application, $"ledger {application} {after}");

    public async Task<string?> Request(AccessScope scope, SyncRequest request, CancellationToken token)
    {
        await Note($"request {request.Application} {request.Actor} {request.Revision} {request.Reason}", token);
        return await Answer(scope, request.Application, $"sync {request.Application}");
    }

    public async Task<InteractionOutcome> Handle(InteractionRequest request, CancellationToken token)
    {
        await Note($"interaction {request.Body.Length} {string.Join('|', request.Signatures)} {string.Join('|', request.Timestamps)}", token);
        return Interaction;
    }

    // "shop" is of the project "shop", "web" of the project "team"; nothing else exists.
    private Task<string?> Answer(AccessScope scope, string application, string call) => Task.FromResult(
        Reply is { } reply ? reply(call) :
        application is "shop" or "web" && scope.Allows(application == "web" ? "team" : "shop") ? $$"""{"v":1,"name":"{{application}}"}""" : null);

    private Task Note(string call, CancellationToken token)
    {
        Calls.Enqueue(call);
        return Work(call, token);
    }
}
