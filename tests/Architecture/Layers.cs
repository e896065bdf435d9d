namespace Plumbline.Architecture;

/// <summary>One project of the product: where it stands and what it may know. The reasons are in docs/decisions/0001-layers-and-projects.md.</summary>
/// <param name="Name">Folder and project name.</param>
/// <param name="Layer">1 the words, 2 the way out, 3 one outside thing each, 4 what decides, 5 triggers and composition.</param>
/// <param name="MayUse">Further projects, besides Core, that it may reference.</param>
public sealed record Part(string Name, int Layer, params string[] MayUse);

/// <summary>The table of the layers: the one place where a project is allowed to know another.</summary>
public static class Layers
{
    /// <summary>Every project under <c>shared/</c>.</summary>
    public static IReadOnlyList<Part> Shared { get; } =
    [
        new("Core", 1),

        // Who speaks to hosts that strangers chose does it through here, so that the rules for addresses stand once (threat T-SSRF-1).
        new("Http", 2),

        new("Git", 3, "Http"),
        new("GitHub", 3),
        new("Helm", 3, "Http"),
        new("Kubernetes", 3),
        new("Rendering", 3),
        new("Slack", 3),
        new("Storage", 3),

        // Whether a press is Slack's own is a question of bytes that only shared/Slack can answer; everything else a flow needs is a port of Core.
        new("Flows", 4, "Slack"),
        new("Reporting", 4),
        new("Sync", 4),
    ];

    /// <summary>Each package that speaks to something outside, and the only projects that may know it.</summary>
    public static IReadOnlyDictionary<string, string[]> Owners { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Azure.Data.Tables"] = ["Storage"],
        ["Azure.Identity"] = ["Kubernetes", "Storage"],
        ["Azure.Security.KeyVault.Secrets"] = [],
        ["Azure.Storage.Blobs"] = ["Storage"],
        ["Azure.Storage.Queues"] = ["Storage"],
        ["BouncyCastle.Cryptography"] = ["Helm", "Rendering"],
        ["KubernetesClient"] = ["Kubernetes"],
        ["LibGit2Sharp"] = ["Git"],
        ["Octokit"] = ["GitHub"],
        ["YamlDotNet"] = ["Core"],
    };

    /// <summary>Names of assemblies that what decides (layers 1 and 4) must not touch, by their beginning.</summary>
    public static IReadOnlyList<string> Outside { get; } =
        ["Azure.", "KubernetesClient", "LibGit2Sharp", "Octokit", "Microsoft.AspNetCore", "System.Net.Http", "System.Net.Sockets", "System.Net.Security", "System.Net.Requests"];

    /// <summary>Assemblies of the framework's own abstractions that a public face may show.</summary>
    public static IReadOnlyList<string> Shown { get; } =
        ["Plumbline.", "System.", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options"];
}
