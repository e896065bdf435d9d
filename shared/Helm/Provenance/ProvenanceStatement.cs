using Plumbline.Core.Charts;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;

namespace Plumbline.Helm.Provenance;

/// <summary>What a provenance file says: which chart, and which archives have which digest.</summary>
internal sealed record ProvenanceStatement(string Name, string Version, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Reads the signed text: Chart.yaml, three dots, the digests.</summary>
    /// <exception cref="ChartRepositoryException">It is none.</exception>
    public static ProvenanceStatement Read(string text, string what)
    {
        try
        {
            // The three dots end the first document; what follows is the second one, whose start Helm does not mark.
            var split = text.IndexOf("\n...\n", StringComparison.Ordinal);
            if (split >= 0 &&
                YamlReader.ReadOne(text[..(split + 1)], null, YamlReadOptions.Default) is MapNode chart &&
                YamlReader.ReadOne(text[(split + 5)..], null, YamlReadOptions.Default) is MapNode sums)
            {
                var files = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var file in sums["files"] as MapNode ?? [])
                {
                    files[file.Key] = file.Value.ToString() ?? "";
                }

                return new ProvenanceStatement(chart["name"]?.ToString() ?? "", chart["version"]?.ToString() ?? "", files);
            }
        }
        catch (ProblemException e)
        {
            throw OpenPgpSignatures.Refused($"{what} is malformed.", e);
        }

        throw OpenPgpSignatures.Refused($"{what} does not name a chart and its files.");
    }

    /// <summary>Checks that it speaks of this chart; a signed file of another version proves nothing.</summary>
    /// <exception cref="ChartRepositoryException">It does not.</exception>
    public void Check(ResolvedChart chart, ChartArchiveFile archive, string what)
    {
        var name = chart.Reference.Chart.Length > 0 ? chart.Reference.Chart : chart.Reference.RepositoryUrl.TrimEnd('/').Split('/')[^1];
        if (Name != name || Version.TrimStart('v') != chart.Version.TrimStart('v'))
        {
            throw OpenPgpSignatures.Refused($"{what} is for chart '{Name}' {Version}.");
        }

        if (!Files.Values.Contains(archive.Digest, StringComparer.Ordinal))
        {
            throw OpenPgpSignatures.Refused($"{what} is for another archive: it does not state the digest {archive.Digest}.");
        }
    }
}
