using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Storage;
using Plumbline.Sync.Inbox;

namespace Plumbline.Functions.Composition;

/// <summary>What both hosts are told, read and checked once at start.</summary>
/// <param name="Storage">Which storage account.</param>
/// <param name="Secrets">Where secrets come from.</param>
/// <param name="Routes">The inbox's routes.</param>
/// <param name="Tokens">The API's tokens.</param>
/// <param name="Product">Control repository, git, clusters, GitHub, Slack.</param>
public sealed record HostSettings(StorageOptions Storage, ISecretReferences Secrets, RouteTable Routes, ApiTokens Tokens, ProductSettings Product)
{
    /// <summary>Reads the settings.</summary>
    /// <exception cref="ProblemException">Some are missing or wrong; all problems are listed, none with a secret.</exception>
    public static async Task<HostSettings> Load(IConfiguration configuration, CancellationToken token)
    {
        var problems = new List<Problem>();
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        problems.AddRange(storage.Validate().Select(f => new Problem(ProblemCode.FieldInvalid, f) { Field = StorageOptions.Section }));

        var secrets = new SecretReferences(new ConfigurationBuilder().AddEnvironmentVariables().Build(), Vault(configuration, problems));
        var routes = await Collect(() => RouteTable.Load(Named<RouteOptions>(configuration, RouteOptions.Section), secrets, token), problems);
        var tokens = await Collect(() => ApiTokens.Load(Named<ApiTokenOptions>(configuration, ApiTokenOptions.Section), secrets, token), problems);
        var product = await ProductSettings.Load(configuration, secrets, problems, token);
        return problems.Count == 0 ? new HostSettings(storage, secrets, routes!, tokens!, product!) : throw new ProblemException(problems);
    }

    /// <summary>Registers them, with storage and the inbox.</summary>
    public IServiceCollection AddTo(IServiceCollection services) => Product.AddTo(services)
        .AddSingleton(this).AddSingleton(Secrets).AddSingleton(Routes).AddSingleton(Tokens)
        .AddSingleton<ApiAccess>().AddSingleton<InteractionReader>()
        .AddStorage(Storage).AddInbox();

    private static Uri? Vault(IConfiguration configuration, List<Problem> problems)
    {
        if (configuration[SecretReferences.VaultSetting] is not { Length: > 0 } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var vault) && vault.Scheme == Uri.UriSchemeHttps)
        {
            return vault;
        }

        problems.Add(new Problem(ProblemCode.FieldInvalid, "The Key Vault is named by its https URI.") { Field = SecretReferences.VaultSetting });
        return null;
    }

    private static Dictionary<string, T> Named<T>(IConfiguration configuration, string section)
        where T : new() =>
        configuration.GetSection(section).GetChildren().ToDictionary(c => c.Key, c => c.Get<T>() ?? new T(), StringComparer.Ordinal);

    private static async Task<T?> Collect<T>(Func<Task<T>> load, List<Problem> problems)
        where T : class
    {
        try
        {
            return await load();
        }
        catch (ProblemException e)
        {
            problems.AddRange(e.Problems);
            return null;
        }
    }
}
