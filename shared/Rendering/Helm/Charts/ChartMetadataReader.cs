using System.Text;
using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Reads Chart.yaml and requirements.yaml, and checks them as Helm does before anything is rendered (threat T-TPL-9).</summary>
internal static class ChartMetadataReader
{
    private const string Type = "Metadata";

    /// <summary>Reads Chart.yaml, unchecked.</summary>
    /// <exception cref="GoErrorException">It is malformed; the message is worded as Helm's.</exception>
    public static ChartMetadata Read(string text)
    {
        if (GoStruct.Of(ValuesText.ReadYaml(text, "Chart.yaml"), Type, "v2.Metadata") is not { } read)
        {
            return new ChartMetadata { ApiVersion = "v1" };
        }

        return new ChartMetadata
        {
            Name = read.Text("name"),
            Home = read.Text("home"),
            Sources = read.Texts("sources"),
            Version = read.Text("version"),
            Description = read.Text("description"),
            Keywords = read.Texts("keywords"),
            Maintainers = Maintainers(read),
            Icon = read.Text("icon"),
            ApiVersion = read.Text("apiVersion") is { Length: > 0 } version ? version : "v1",
            Condition = read.Text("condition"),
            Tags = read.Text("tags"),
            AppVersion = read.Text("appVersion"),
            Deprecated = read.Flag("deprecated"),
            Annotations = read.TextMap("annotations"),
            KubeVersion = read.Text("kubeVersion"),
            Dependencies = Dependencies(read),
            Type = read.Text("type"),
        };
    }

    /// <summary>Reads the dependencies of a requirements.yaml; null where it names none.</summary>
    /// <exception cref="GoErrorException">It is malformed.</exception>
    public static IReadOnlyList<ChartDependency>? ReadRequirements(string text) =>
        GoStruct.Of(ValuesText.ReadYaml(text, "requirements.yaml"), Type, "v2.Metadata") is { } read ? Dependencies(read) : null;

    /// <summary>Cleans all texts and checks the whole.</summary>
    /// <exception cref="GoErrorException">Something required is missing or malformed.</exception>
    public static ChartMetadata Checked(ChartMetadata metadata)
    {
        var clean = metadata with
        {
            Name = Clean(metadata.Name),
            Description = Clean(metadata.Description),
            Home = Clean(metadata.Home),
            Icon = Clean(metadata.Icon),
            Condition = Clean(metadata.Condition),
            Tags = Clean(metadata.Tags),
            AppVersion = Clean(metadata.AppVersion),
            KubeVersion = Clean(metadata.KubeVersion),
            Sources = [.. metadata.Sources.Select(Clean)],
            Keywords = [.. metadata.Keywords.Select(Clean)],
            Maintainers = [.. metadata.Maintainers.Select(m => new ChartMaintainer(Clean(m.Name), Clean(m.Email), Clean(m.Url)))],
        };
        CheckHead(clean);
        return clean with { Dependencies = clean.Dependencies is null ? null : CheckedDependencies(clean.Dependencies) };
    }

    private static void CheckHead(ChartMetadata metadata)
    {
        if (metadata.ApiVersion is not ("v1" or "v2" or "v3"))
        {
            throw new GoErrorException("unsupported chart version");
        }

        if (metadata.Name.Length == 0)
        {
            throw Invalid("chart.metadata.name is required");
        }

        if (metadata.Name is "." or "..")
        {
            throw Invalid($"chart.metadata.name {GoStrconv.Quote(metadata.Name)} is not allowed");
        }

        if (metadata.Name.Contains('/'))
        {
            throw Invalid($"chart.metadata.name {GoStrconv.Quote(metadata.Name)} is invalid");
        }

        if (metadata.Version.Length == 0)
        {
            throw Invalid("chart.metadata.version is required");
        }

        if (!SemanticVersion.TryParse(metadata.Version, out _, out _))
        {
            throw Invalid($"chart.metadata.version {GoStrconv.Quote(metadata.Version)} is invalid");
        }

        if (metadata.Type is not ("" or "application" or "library"))
        {
            throw Invalid("chart.metadata.type must be application or library");
        }

        // Chart API v3 is an experiment of Helm's that its own commands hide.
        if (metadata.ApiVersion == "v3")
        {
            throw new GoErrorException("unsupported chart version: v3");
        }
    }

    private static List<ChartDependency> CheckedDependencies(IReadOnlyList<ChartDependency> dependencies)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<ChartDependency>(dependencies.Count);
        foreach (var dependency in dependencies)
        {
            var clean = dependency with
            {
                Name = Clean(dependency.Name),
                Version = Clean(dependency.Version),
                Repository = Clean(dependency.Repository),
                Condition = Clean(dependency.Condition),
                Tags = [.. dependency.Tags.Select(Clean)],
            };
            if (clean.Alias.Length > 0 && !clean.Alias.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            {
                throw Invalid($"dependency {GoStrconv.Quote(clean.Name)} has disallowed characters in the alias");
            }

            if (!names.Add(clean.Key))
            {
                throw Invalid($"more than one dependency with name or alias {GoStrconv.Quote(clean.Key)}");
            }

            result.Add(clean);
        }

        return result;
    }

    private static List<ChartMaintainer> Maintainers(GoStruct chart)
    {
        var maintainers = new List<ChartMaintainer>();
        foreach (var read in chart.Structs("maintainers", "Maintainer", "v2.Maintainer") ?? [])
        {
            if (read is not { } maintainer)
            {
                throw Invalid("maintainers must not contain empty or null nodes");
            }

            maintainers.Add(new ChartMaintainer(maintainer.Text("name"), maintainer.Text("email"), maintainer.Text("url")));
        }

        return maintainers;
    }

    private static List<ChartDependency>? Dependencies(GoStruct chart)
    {
        if (chart.Structs("dependencies", "Dependency", "v2.Dependency") is not { } written)
        {
            return null;
        }

        var dependencies = new List<ChartDependency>(written.Count);
        foreach (var read in written)
        {
            if (read is not { } dependency)
            {
                throw Invalid("dependencies must not contain empty or null nodes");
            }

            dependencies.Add(new ChartDependency
            {
                Name = dependency.Text("name"),
                Version = dependency.Text("version"),
                Repository = dependency.Text("repository"),
                Condition = dependency.Text("condition"),
                Tags = dependency.Texts("tags"),
                Enabled = dependency.Flag("enabled"),
                ImportValues = [.. dependency.List("import-values").Select(GoValues.FromNode)],
                Alias = dependency.Text("alias"),
            });
        }

        return dependencies;
    }

    private static GoErrorException Invalid(string reason) => new($"validation: {reason}");

    // White space of any kind becomes a blank, what does not print is dropped.
    private static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                clean.Append(' ');
            }
            else if (GoStrconv.IsPrint(rune.Value))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
