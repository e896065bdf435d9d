using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Plumbline.Sync.Tests.Composed;

/// <summary>What operators see of a sync (docs/telemetry.md).</summary>
public sealed class TelemetryTests
{
    private const string App = """
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: seen}
        spec:
          project: default
          source: {repoURL: https://git.test/acme/shop, path: shop, targetRevision: HEAD}
          destination: {name: one, namespace: seen}
          syncPolicy: {automated: {}, syncOptions: [CreateNamespace=true]}
        """;

    [Fact]
    public async Task Sync_is_told_in_spans_events_and_a_duration()
    {
        var spans = new List<(string Name, object? Phase)>();
        var counted = new List<(string Instrument, object? Tag)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Plumbline.Sync",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                if (a.GetTagItem("plumbline.application") is "seen")
                {
                    lock (spans)
                    {
                        spans.Add((a.OperationName, a.GetTagItem("plumbline.phase")));
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var system = new SyncSystem(App);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == "Plumbline.Sync" && ReferenceEquals(instrument.Meter.Scope, system.Get<IMeterFactory>()))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => counted.Add((instrument.Name, tags[0].Value)));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => counted.Add((instrument.Name, tags[0].Value)));
        meters.Start();

        await system.Push(TestContext.Current.CancellationToken, ("shop/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n"));

        Assert.Contains(("look", null), spans);
        Assert.Equal(["Applying", "Pruning", "Starting", "Watching"], spans.Where(s => s.Name == "step").Select(s => (string)s.Phase!).Distinct().Order());
        Assert.Contains(("plumbline.application.events", "OperationStarted"), counted);
        Assert.Contains(("plumbline.operation.duration", "Succeeded"), counted);
    }
}
