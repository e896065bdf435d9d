using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Control;
using Plumbline.Core.Git;
using Plumbline.Core.Problems;
using Plumbline.Core.Reporting;
using Plumbline.Core.Secrets;
using Plumbline.Flows;
using Plumbline.Flows.Slack;
using Plumbline.Git;
using Plumbline.GitHub;
using Plumbline.Helm;
using Plumbline.Kubernetes;
using Plumbline.Rendering.Sources;
using Plumbline.Reporting;
using Plumbline.Slack;
using Plumbline.Sync;

namespace Plumbline.Functions.Composition;

/// <summary>What the product itself is told: control repository, git, clusters, GitHub, Slack.</summary>
/// <param name="Sync">Control repository and how applications are synchronised: section <c>Plumbline:Sync</c>.</param>
/// <param name="Git">How git hosts are reached: section <c>Plumbline:Git</c>.</param>
/// <param name="Kubernetes">How clusters are called: section <c>Plumbline:Kubernetes</c>.</param>
/// <param name="Charts">How chart repositories are reached: section <c>Plumbline:Charts</c>.</param>
/// <param name="Rendering">How sources are rendered: section <c>Plumbline:Rendering</c>.</param>
/// <param name="GitHub">Where commit statuses go; null for nowhere.</param>
/// <param name="Slack">Where messages go; null for nowhere.</param>
/// <param name="Gates">Which presses of Slack's buttons are believed.</param>
/// <param name="Reporting">How reports are sent: section <c>Plumbline:Reporting</c>.</param>
public sealed record ProductSettings(
    SyncSettings Sync, GitOptions Git, KubernetesSettings Kubernetes, ChartOptions Charts, RenderingOptions Rendering, GitHubOptions? GitHub, SlackOptions? Slack, SlackGateOptions Gates,
    ReportingSettings Reporting)
{
    /// <summary>Name of the section of <see cref="SyncSettings"/>.</summary>
    public const string SyncSection = "Plumbline:Sync";

    /// <summary>What charts draw follows from it; null where none is set.</summary>
    public RenderKey? RenderKey { get; init; }

    private const string KubernetesSection = "Plumbline:Kubernetes";
    private const long LongestSlackAnswer = 16L << 20;
    private static readonly TimeSpan SlackTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Reads the settings; what is wrong is added to <paramref name="problems"/>, and null returned.</summary>
    public static async Task<ProductSettings?> Load(IConfiguration configuration, ISecretReferences secrets, ICollection<Problem> problems, CancellationToken token)
    {
        var before = problems.Count;
        var git = GitSettings(configuration);
        foreach (var fault in git.Validate())
        {
            problems.Add(new Problem(ProblemCode.FieldInvalid, fault) { Field = GitOptions.Section });
        }

        var sync = SyncSettingsOf(configuration, git, problems);
        var outside = new OutsideSettings(configuration, secrets, problems);
        var key = await outside.RenderKey(token);
        var github = await outside.GitHub(token);
        var (slack, gates) = await outside.Slack(token);
        var kubernetes = configuration.GetSection(KubernetesSection).Get<KubernetesSettings>() ?? new KubernetesSettings();
        var charts = configuration.GetSection(ChartOptions.Section).Get<ChartOptions>() ?? new ChartOptions();
        foreach (var fault in charts.Validate())
        {
            problems.Add(new Problem(ProblemCode.FieldInvalid, fault) { Field = ChartOptions.Section });
        }

        var rendering = configuration.GetSection(RenderingOptions.Section).Get<RenderingOptions>() ?? new RenderingOptions();
        foreach (var fault in rendering.Validate())
        {
            problems.Add(new Problem(ProblemCode.FieldInvalid, fault) { Field = RenderingOptions.Section });
        }

        var reporting = configuration.GetSection(ReportingSettings.Section).Get<ReportingSettings>() ?? new ReportingSettings();
        foreach (var fault in reporting.Validate())
        {
            problems.Add(new Problem(ProblemCode.FieldInvalid, fault) { Field = ReportingSettings.Section });
        }

        return problems.Count == before ? new ProductSettings(sync!, git, kubernetes, charts, rendering, github, slack, gates, reporting) { RenderKey = key } : null;
    }

    /// <summary>Registers everything but storage and the inbox.</summary>
    public IServiceCollection AddTo(IServiceCollection services)
    {
        services.AddGit(Git).AddKubernetes(Kubernetes).AddCharts(Charts).AddSync(Sync, RenderKey).AddFlows(Gates).AddReporting(Reporting)
            .AddRendering(Rendering);
        // What names a repository counts before the app that is set for all of GitHub.
        var control = RepositoryUrl.Parse(Sync.ControlRepository);
        services.AddRegisteredGitCredentials(control)
            .AddSingleton<IGitCredentials>(s => new RegisteredAppCredentials(
                s.GetRequiredService<IRepositoryRegistrations>, s.GetRequiredService<ISecretReferences>(), control, s.GetRequiredService<TimeProvider>()));
        if (GitHub is { } github)
        {
            services.AddSingleton(s => new GitHubTokens(github, s.GetRequiredService<TimeProvider>()))
                .AddSingleton<ICommitStatuses>(s => new GitHubStatuses(github, s.GetRequiredService<GitHubTokens>(), s.GetRequiredService<TimeProvider>()));
            if (github.App is not null)
            {
                services.AddSingleton<IGitCredentials>(s => new GitHubAppCredentials(github, s.GetRequiredService<GitHubTokens>()));
            }
        }

        if (Slack is { } slack)
        {
            services.AddSingleton<IChat>(_ => new SlackChat(
                new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = SlackTimeout, MaxResponseContentBufferSize = LongestSlackAnswer }, slack));
        }

        return services;
    }

    private static GitOptions GitSettings(IConfiguration configuration)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        var options = configuration.GetSection(GitOptions.Section).Get<GitOptions>();
        var folder = options?.CacheFolder ?? Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), "plumbline", "git");
        return options is null ? new GitOptions { CacheFolder = folder } : options with { CacheFolder = folder };
    }

    private static SyncSettings? SyncSettingsOf(IConfiguration configuration, GitOptions git, ICollection<Problem> problems)
    {
        var settings = configuration.GetSection(SyncSection).Get<SyncSettings>();
        if (string.IsNullOrWhiteSpace(settings?.ControlRepository))
        {
            problems.Add(new Problem(ProblemCode.FieldRequired, "The URL of the control repository is missing.") { Field = $"{SyncSection}:{nameof(SyncSettings.ControlRepository)}" });
            return null;
        }

        // Where http may be spoken is decided per origin; a scheme that no origin allows is refused with the other malformed URLs.
        if (git.AllowedOrigins.Any(o => o.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
        {
            settings = settings with { AllowedSchemes = settings.AllowedSchemes.Append("http").ToHashSet(StringComparer.Ordinal) };
        }

        foreach (var fault in settings.Validate())
        {
            problems.Add(new Problem(ProblemCode.FieldInvalid, fault) { Field = SyncSection });
        }

        return settings;
    }
}
