using System.Diagnostics;
using System.Diagnostics.Metrics;
using Plumbline.Core.Events;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync;

/// <summary>What operators see of applications: a span for each look and step, a count for each event, how long operations took (docs/telemetry.md).</summary>
internal sealed class SyncTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string SourceName = "Plumbline.Sync";

    private static readonly ActivitySource Activities = new(SourceName);

    private readonly Counter<long> _events;
    private readonly Histogram<double> _operations;

    /// <summary>Makes the instruments.</summary>
    public SyncTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(SourceName);
        _events = meter.CreateCounter<long>("plumbline.application.events", description: "What happened to applications.");
        _operations = meter.CreateHistogram<double>("plumbline.operation.duration", "s", "How long an operation took, from its decision to its end.");
    }

    /// <summary>The span of a piece of work on an application; null where nobody listens.</summary>
    /// <param name="name">What is done: one of few words.</param>
    /// <param name="application">The application, which is a tag of spans alone: metrics would have too many.</param>
    public static Activity? Start(string name, string application) =>
        Activities.StartActivity(name, ActivityKind.Internal)?.SetTag("plumbline.application", application);

    /// <summary>Events of an application are on their way. A crash in between counts them twice.</summary>
    public void Record(ApplicationState state)
    {
        foreach (var e in state.Outbox)
        {
            _events.Add(1, new KeyValuePair<string, object?>("kind", e.Kind));
            if (e.Kind is EventKind.OperationSucceeded or EventKind.OperationFailed && state.History.LastOrDefault(h => h.Id == e.Operation) is { } done)
            {
                _operations.Record((done.Ended - done.Started).TotalSeconds, new KeyValuePair<string, object?>("phase", done.Phase));
            }
        }
    }
}
