using Plumbline.Support.Conformance;

namespace Plumbline.Sync.Tests.Conformance;

/// <summary>
/// Argo CD's own cases about syncing. Waves and hooks are not run, so of these only what an object is gets asked; a controller's own state
/// (conditions, refresh queues, operation objects) has no counterpart.
/// </summary>
public sealed class SyncConformanceTests(ITestOutputHelper output)
{
    private const string OwnDelete = "An object's Delete= that is no known value says nothing, so what the Application says holds: in doubt nothing is deleted.";

    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["sync/state/Test_isObjRequiresDeletionConfirmation/confirm-app-resource-override#1"] = OwnDelete,
    };

    [Fact]
    public void Syncing_follows_the_rules_of_Argo_CD()
    {
        var (report, failures) = new ArgoHarness("sync", new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>([.. HookAnswers.All, .. RuleAnswers.All])) { Differences = Differences }.Run();

        Assert.SkipWhen(report.Count == 0, "No cases of Argo CD here: set PLUMBLINE_CONFORMANCE.");
        output.WriteLine(string.Join('\n', report));
        Assert.Empty(failures);
    }
}
