using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Git;
using Plumbline.Core.Rendering;
using Plumbline.Core.Secrets;
using Plumbline.Functions.Composition;
using Plumbline.Git;

namespace Plumbline.Functions.Cli.Files;

/// <summary>Fetches remote bases for a build by hand: public repositories, without credentials, into the user's cache. Charts are not fetched.</summary>
/// <param name="terminal">Whose cache.</param>
/// <param name="origins">Origins that may have a private address or speak http.</param>
internal sealed class RemoteBaseFetch(Terminal terminal, IReadOnlyList<string> origins)
{
    private IGitRepositories? _git;

    /// <summary>Fetches a part; what cannot be had is a sentence in the answer.</summary>
    public async Task<FetchedPart> Fetch(OutsidePart part, CancellationToken token)
    {
        if (part is not OutsidePart.Repository repository)
        {
            return new FetchedPart { Failure = "This command fetches no charts; put it into chartHome with helm pull --untar." };
        }

        HashSet<string> schemes = origins.Any(o => o.StartsWith("http://", StringComparison.Ordinal)) ? ["https", "http"] : ["https"];
        if (!RepositoryUrl.TryParse(repository.Url, schemes, out var url, out var reason))
        {
            return new FetchedPart { Failure = $"The repository cannot be used: {reason}." };
        }

        try
        {
            var git = _git ??= Repositories();
            await terminal.Notes.WriteLineAsync($"fetching {url}");
            var commit = (await git.Resolve(url, repository.Revision, null, token)).Commit;
            return new FetchedPart { Tree = await git.Open(url, commit, token), Id = commit.Value };
        }
        catch (GitException e)
        {
            return new FetchedPart { Failure = e.Message };
        }
    }

    private IGitRepositories Repositories()
    {
        var options = new GitOptions { CacheFolder = Path.Combine(Cache(), "plumbline", "git"), AllowedOrigins = origins };
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new CommandFailedException(ExitCode.Usage, "cannot fetch", new Core.Problems.Problem(CliProblem.Usage, string.Join(' ', faults)));
        }

        return new ServiceCollection()
            .AddSingleton(terminal.Clock)
            .AddSingleton<ISecretReferences>(new SecretReferences(new ConfigurationBuilder().Build(), null))
            .AddGit(options)
            .BuildServiceProvider()
            .GetRequiredService<IGitRepositories>();
    }

    private string Cache() =>
        terminal.Variables.GetValueOrDefault("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache) ? cache
        : terminal.Variables.GetValueOrDefault("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache")
        : Path.GetTempPath();
}
