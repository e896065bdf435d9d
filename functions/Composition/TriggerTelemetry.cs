using System.Diagnostics;
using System.Diagnostics.Metrics;
using Plumbline.Core.Messages;

namespace Plumbline.Functions.Composition;

/// <summary>Traces and metrics of triggers. A message's hint carries the trace of the work that sent it, so that a trace follows a push through the queues.</summary>
public sealed class TriggerTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string SourceName = "Plumbline.Functions";

    private readonly ActivitySource _source = new(SourceName);
    private readonly Histogram<double> _messages;
    private readonly Histogram<double> _timers;
    private readonly Histogram<double> _requests;

    /// <summary>Makes the instruments.</summary>
    public TriggerTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(SourceName);
        _messages = meter.CreateHistogram<double>("plumbline.message.duration", "s", "How long a queue message was worked on.");
        _timers = meter.CreateHistogram<double>("plumbline.timer.duration", "s", "How long a timer ran.");
        _requests = meter.CreateHistogram<double>("plumbline.request.duration", "s", "How long a request took.");
    }

    /// <summary>The activity of a message; its parent is what sent it.</summary>
    public Activity? StartMessage(string function, string queue, ReceivedMessage message)
    {
        var parent = ActivityContext.TryParse(Hint.Parse(message.Text)?.Trace, null, isRemote: true, out var sent) ? sent : default;
        var activity = _source.StartActivity(function, ActivityKind.Consumer, parent);
        activity?.SetTag("messaging.destination.name", queue).SetTag("messaging.message.id", message.Id).SetTag("plumbline.message.taken", message.Taken);
        return activity;
    }

    /// <summary>The activity of a timer's run.</summary>
    public Activity? StartTimer(string function) => _source.StartActivity(function, ActivityKind.Internal);

    /// <summary>The activity of a request; what a stranger says of its own trace is not continued.</summary>
    public Activity? StartRequest(string function) => _source.StartActivity(function, ActivityKind.Server);

    /// <summary>A message was worked on.</summary>
    public void RecordMessage(string function, string queue, bool succeeded, TimeSpan taken) =>
        _messages.Record(taken.TotalSeconds, new("function", function), new("queue", queue), new("succeeded", succeeded));

    /// <summary>A timer ran.</summary>
    public void RecordTimer(string function, bool succeeded, TimeSpan taken) =>
        _timers.Record(taken.TotalSeconds, new("function", function), new KeyValuePair<string, object?>("succeeded", succeeded));

    /// <summary>A request was answered.</summary>
    public void RecordRequest(string function, int status, TimeSpan taken) =>
        _requests.Record(taken.TotalSeconds, new("function", function), new KeyValuePair<string, object?>("status", status));

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
