using System.Text;
using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Checks Chart.yaml as Helm does once all files of a chart are read, before anything is rendered (threat T-TPL-9).</summary>
internal static class ChartMetadataCheck
{
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
        };
        CheckHead(clean);
        return clean with
        {
            Maintainers = [.. metadata.Maintainers.Select(m => new ChartMaintainer(Clean(m.Name), Clean(m.Email), Clean(m.Url)))],
            Dependencies = clean.Dependencies is null ? null : CheckedDependencies(clean.Dependencies),
        };
    }

    private static void CheckHead(ChartMetadata metadata)
    {
        if (metadata.ApiVersion.Length == 0)
        {
            throw Invalid("chart.metadata.apiVersion is required");
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

        if (metadata.Maintainers.Any(m => ReferenceEquals(m, ChartMaintainer.Null)))
        {
            throw Invalid("maintainers must not contain empty or null nodes");
        }
    }

    private static List<ChartDependency> CheckedDependencies(IReadOnlyList<ChartDependency> dependencies)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<ChartDependency>(dependencies.Count);
        foreach (var dependency in dependencies)
        {
            if (ReferenceEquals(dependency, ChartDependency.Null))
            {
                throw Invalid("dependencies must not contain empty or null nodes");
            }

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
