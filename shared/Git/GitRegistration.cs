using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Secrets;
using Plumbline.Git.Credentials;
using Plumbline.Git.Fetch;

namespace Plumbline.Git;

/// <summary>Registers this library.</summary>
public static class GitRegistration
{
    /// <summary>
    /// Adds <see cref="IGitRepositories"/> and the configured credentials. Needs <see cref="ISecretReferences"/>; <see cref="TimeProvider"/> is the system's
    /// unless registered. Further <see cref="IGitCredentials"/> may be registered before or after: the first that answers counts.
    /// </summary>
    /// <exception cref="ArgumentException">The options are not good; the message lists everything.</exception>
    public static IServiceCollection AddGit(this IServiceCollection services, GitOptions options)
    {
        var faults = options.Validate();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(options));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IGitCredentials>(provider => new ConfiguredGitCredentials(options, provider.GetRequiredService<ISecretReferences>()));
        services.AddSingleton<IGitRepositories>(provider =>
        {
            var clock = provider.GetRequiredService<TimeProvider>();
            var fetcher = new FetchParent(new FetchLimits(ChildCommand(options), options.Timeout, options.MostFetchMemory), clock);
            return new GitRepositories(options, [.. provider.GetServices<IGitCredentials>()], fetcher, clock);
        });
        return services;
    }

    /// <summary>Adds the credentials of the repositories that are registered in the control repository. Needs <see cref="IRepositoryRegistrations"/>.</summary>
    /// <param name="control">The control repository.</param>
    public static IServiceCollection AddRegisteredGitCredentials(this IServiceCollection services, RepositoryUrl control) =>
        services.AddSingleton<IGitCredentials>(provider => new RegisteredGitCredentials(
            provider.GetRequiredService<IRepositoryRegistrations>, provider.GetRequiredService<ISecretReferences>(), control));

    private static IReadOnlyList<string> ChildCommand(GitOptions options)
    {
        if (options.ChildCommand.Count > 0)
        {
            return options.ChildCommand;
        }

        // Started as "dotnet x.dll", the process is dotnet and the program its first argument.
        var process = Environment.ProcessPath ?? throw new InvalidOperationException("the running program has no path; set ChildCommand");
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, Environment.GetCommandLineArgs()[0]] : [process];
    }
}
