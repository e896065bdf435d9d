using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Charts;
using Plumbline.Core.Git;
using Plumbline.Core.Rendering;
using Plumbline.Core.Secrets;
using Plumbline.Functions.Composition;
using Plumbline.Git;
using Plumbline.Helm;

namespace Plumbline.Functions.Cli.Files;

/// <summary>
/// Fetches what a render by hand wants from outside: remote bases of public repositories into the user's cache, and schemas; without credentials. Charts are not fetched.
/// </summary>
/// <param name="terminal">Whose cache.</param>
/// <param name="origins">Origins that may have a private address or speak http.</param>
internal sealed class OutsideFetch(Terminal terminal, IReadOnlyList<string> origins)
{
    private IGitRepositories? _git;
    private IRemoteFiles? _files;

    /// <summary>Fetches a part; what cannot be had is a sentence in the answer.</summary>
    public async Task<FetchedPart> Fetch(OutsidePart part, CancellationToken token) => part switch
    {
        OutsidePart.Repository repository => await Base(repository, token),
        OutsidePart.Schema schema => await Schema(schema, token),
        _ => new FetchedPart { Failure = "This command fetches no charts; put it into chartHome with helm pull --untar." },
    };

    private async Task<FetchedPart> Schema(OutsidePart.Schema schema, CancellationToken token)
    {
        try
        {
            return new FetchedPart { Bytes = await (_files ??= Files()).Get(schema.Url, TimeSpan.Zero, token), Id = schema.Url };
        }
        catch (ChartRepositoryException e)
        {
            return new FetchedPart { Failure = e.Message };
        }
    }

    private async Task<FetchedPart> Base(OutsidePart.Repository repository, CancellationToken token)
    {
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
        Check(options.Validate());
        return new ServiceCollection()
            .AddSingleton(terminal.Clock)
            .AddSingleton<ISecretReferences>(new SecretReferences(new ConfigurationBuilder().Build(), null))
            .AddGit(options)
            .BuildServiceProvider()
            .GetRequiredService<IGitRepositories>();
    }

    private IRemoteFiles Files()
    {
        var options = new ChartOptions { TrustedOrigins = origins.ToHashSet(StringComparer.Ordinal) };
        Check(options.Validate());
        return new ServiceCollection().AddSingleton(terminal.Clock).AddCharts(options).BuildServiceProvider().GetRequiredService<IRemoteFiles>();
    }

    private static void Check(IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new CommandFailedException(ExitCode.Usage, "cannot fetch", new Core.Problems.Problem(CliProblem.Usage, string.Join(' ', faults)));
        }
    }

    private string Cache() =>
        terminal.Variables.GetValueOrDefault("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache) ? cache
        : terminal.Variables.GetValueOrDefault("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache")
        : Path.GetTempPath();
}
