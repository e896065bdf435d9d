using Plumbline.Core.Git;
using Plumbline.Core.Objects;
using Plumbline.Core.Versions;
using Plumbline.Support.Conformance;

namespace Plumbline.Rendering.Tests.Conformance;

/// <summary>Questions about addresses of repositories and about revisions.</summary>
internal static class AddressAnswers
{
    private static readonly HashSet<string> Schemes = new(StringComparer.Ordinal) { "http", "ssh" };

    public static IReadOnlyDictionary<string, Func<ArgoCall, ArgoAnswer?>> All { get; } = new Dictionary<string, Func<ArgoCall, ArgoAnswer?>>
    {
        ["git.SameURL"] = call => ArgoAnswer.Of(Key(call.Text("leftRepo")) is { } left && left == Key(call.Text("rightRepo"))),
        ["git.IsCommitSHA"] = call => ArgoAnswer.Of(RevisionSelection.Find(NoRefs, call.Text("sha"), null) is not null),
        ["versions.MaxVersion"] = Newest,
        ["versions.IsConstraint"] = call => ArgoAnswer.Of(RevisionSelection.IsRange(call.Text("revision"))),
        ["versions.IsVersion"] = call => ArgoAnswer.Of(SemanticVersion.TryParse(call.Text("text"), out _, out _)),
    };

    private static RemoteRefs NoRefs => new(new Dictionary<string, CommitId>(), null, null);

    private static string? Key(string text) => RepositoryUrl.TryParse(text, Schemes, out var url, out _) ? url.Key : null;

    // What is no range is the name of a tag as it stands; whether there is one is found out later, upstream as here.
    private static ArgoAnswer Newest(ArgoCall call)
    {
        var revision = call.Text("revision");
        if (!RevisionSelection.IsRange(revision))
        {
            return ArgoAnswer.Of(revision);
        }

        var tags = call.Texts("tags").Select((t, i) => (Tag: $"refs/tags/{t}", Commit: new CommitId(i.ToString("x40", null)))).ToDictionary(t => t.Tag, t => t.Commit, StringComparer.Ordinal);
        var found = RevisionSelection.Find(new RemoteRefs(tags, null, null), revision, call.Text("tagPrefix"));
        return ArgoAnswer.Of(ScalarNode.Of(found?.FullRef?["refs/tags/".Length..] ?? "")) with { Fails = found is null };
    }
}
