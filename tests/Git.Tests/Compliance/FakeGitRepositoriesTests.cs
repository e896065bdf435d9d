using Plumbline.Core.Git;
using Plumbline.Support.Git;

namespace Plumbline.Git.Tests.Compliance;

/// <summary>The fake that other suites stand on.</summary>
public sealed class FakeGitRepositoriesTests : GitRepositoriesSuite
{
    protected override Task<(IGitHost Host, IGitRepositories Repositories)> Create()
    {
        var fake = new FakeGitRepositories();
        return Task.FromResult<(IGitHost, IGitRepositories)>((fake.Repository("https://git.example.com/team/app.git"), fake));
    }
}
