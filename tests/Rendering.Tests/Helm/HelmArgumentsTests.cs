using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm;

/// <summary>The command line of <c>helm template</c> as a user may write it.</summary>
public sealed class HelmArgumentsTests
{
    [Theory]
    [InlineData("r c --nope", "unknown flag: --nope")]
    [InlineData("r c -x", "unknown flag: -x")]
    [InlineData("r c --set", "flag needs an argument: --set")]
    [InlineData("r c -f", "flag needs an argument: --values")]
    [InlineData("r c --validate", "--validate is not supported: no cluster is asked")]
    [InlineData("r c --dry-run=server", "--dry-run=server is not supported: no cluster is asked")]
    [InlineData("r c --post-renderer x", "--post-renderer is not supported: no other program is started")]
    [InlineData("r c --repo https://x", "--repo is not supported: nothing is fetched here")]
    [InlineData("r c --skip-tests=maybe", "invalid argument \"maybe\" for \"--skip-tests\" flag: it is true or false")]
    [InlineData("r c --helm-version v2", "--helm-version is v3 or v4, not v2")]
    [InlineData("", "\"template\" requires at least 1 argument")]
    [InlineData("a b c", "expected at most two arguments, unexpected arguments: c")]
    [InlineData("r c -g", "cannot set --generate-name and also specify a name")]
    [InlineData("r c --name-template x", "cannot set --name-template and also specify a name")]
    [InlineData("r c -f nope.yaml", "open nope.yaml: no such file or directory")]
    [InlineData("r c -f c", "read c: is a directory")]
    [InlineData("r c -f /", "read /: is a directory")]
    public void What_is_not_taken_is_told(string line, string error) => Assert.Equal(error, Read(line).Error);

    [Fact]
    public void Flags_stand_anywhere_and_carry_their_values_in_every_way()
    {
        var request = Read("-n=ns r -fa.yaml c --values a.yaml,\"b,1.yaml\" --include-crds --skip-tests=false --no-hooks -g=false -a x/v1,y/v1 -sone --show-only=two --dry-run=client --timeout 5s --wait -- ").Request!;
        Assert.Equal("ns", request.Namespace);
        Assert.Equal(["a.yaml", "a.yaml", "b,1.yaml"], request.ValueFiles.Select(f => f.Name));
        Assert.Equal(["x/v1", "y/v1"], request.ApiVersions);
        Assert.Equal(["one", "two"], request.ShowOnly);
        Assert.True(request.IncludeCrds && request.NoHooks && !request.SkipTests);
        Assert.Equal(HelmVersion.V3, Read("c --helm-version=v3").Request!.Version);
        Assert.Equal(("-r", "c"), (Read("-- -r c").Request!.ReleaseName, Read("-- -r c").Request!.Chart.Value));
    }

    [Theory]
    [InlineData("c --set-file a=c", "failed parsing --set-file data: read c: is a directory")]
    [InlineData("c --set-file a=.", "failed parsing --set-file data: read .: is a directory")]
    [InlineData("c --set-file a=d", "failed parsing --set-file data: open d: no such file or directory")]
    public void A_setting_from_what_is_no_file_is_refused(string line, string error) => Assert.Equal(
        error, new HelmTemplate(TimeProvider.System).Run(Read(line).Request!, TestContext.Current.CancellationToken).Problems[0].Message);

    private static (HelmRequest? Request, string? Error) Read(string line)
    {
        var tree = MemorySourceTree.Of(("a.yaml", "a: 1"), ("b,1.yaml", "b: 1"), ("c/Chart.yaml", "name: c"));
        string[] arguments = line.Length == 0 ? [] : line.TrimEnd().Split(' ');
        return HelmTemplateArguments.TryParse(arguments, out var parsed, out var error) && parsed.TryRequest(tree, RepoPath.Root, out var request, out error)
            ? (request, null)
            : (null, error);
    }
}
