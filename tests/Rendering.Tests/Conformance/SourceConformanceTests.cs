using Plumbline.Support.Conformance;

namespace Plumbline.Rendering.Tests.Conformance;

/// <summary>Argo CD's own cases about sources: their types, settings, files, revisions and addresses.</summary>
public sealed class SourceConformanceTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["sources/git/TestSameURL#1"] = ScpForm,
        ["sources/git/TestSameURL#2"] = ScpForm,
        ["sources/git/TestSameURL#14"] = ScpForm,
        ["sources/repository/TestGenerateJsonnetManifestInDir#1"] = "Jsonnet is not run; a source that needs it is refused.",
        ["sources/repository/TestGenerateManifestsUseExactRevision#1"] = NoMetadata,
        ["sources/repository/TestGenerateNullList/null-list#1"] = NoMetadata,
    };

    private const string NoMetadata = "An object without metadata is refused when it is read and not when it is applied.";
    private const string ScpForm = "host:path is refused as the address of a repository: ssh is not spoken, so nothing could be fetched from it.";

    [Fact]
    public void Sources_are_understood_as_Argo_CD_understands_them()
    {
        var harness = new ArgoHarness("sources", new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>([.. SpecAnswers.All, .. AddressAnswers.All, .. FileAnswers.All, .. RenderAnswers.All]))
        {
            Differences = Differences,
            Elsewhere = ["repository.findManifests", "repository.getPotentiallyValidManifests", "repository.GenerateManifests"],
        };

        var (report, failures) = harness.Run();

        Assert.SkipWhen(report.Count == 0, "No cases of Argo CD here: set PLUMBLINE_CONFORMANCE.");
        output.WriteLine(string.Join('\n', report));
        Assert.Empty(failures);
    }
}
