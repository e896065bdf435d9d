using Plumbline.Core.Git;
using Plumbline.Support.Git;

namespace Plumbline.Git.Tests.Compliance;

/// <summary>The real repositories on a real server.</summary>
public sealed class RealGitRepositoriesTests : GitRepositoriesSuite
{
    private TestRepositories? _tested;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _tested?.Dispose();
    }

    protected override async Task<(IGitHost Host, IGitRepositories Repositories)> Create()
    {
        var host = await RealGitHost.Start(Token);
        _tested = new TestRepositories(host.Server.Address.ToString());
        return (host, _tested.Repositories);
    }
}
