using Plumbline.Core.Charts;
using Plumbline.Core.Versions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Plumbline.Helm.Repositories;

/// <summary>A version of a chart in an index.</summary>
/// <param name="Version">Parsed version; its original text is what the index says.</param>
/// <param name="Digest">Hex digits of the SHA-256; empty where none is given.</param>
/// <param name="Url">First URL of the archive, as written.</param>
internal sealed record IndexEntry(SemanticVersion Version, string Digest, string Url);

/// <summary>
/// Reads an <c>index.yaml</c> as a stream of events and keeps one chart's entries; everything else is passed over without being built
/// (threat T-TPL-9). Entries that are null, without URL or with a version that is none are left out; a name that stands twice where it matters spoils the
/// whole, since readers would differ in which of the two counts.
/// </summary>
internal static class ChartIndex
{
    private const int MostDepth = 64;
    private const int MostEvents = 20_000_000;
    private const int MostEntries = 20_000;

    /// <summary>The entries of <paramref name="chart"/>; null when the index does not know it.</summary>
    /// <exception cref="ChartRepositoryException">The text is no index, or aliases or nesting go too far.</exception>
    public static IReadOnlyList<IndexEntry>? Read(TextReader text, string chart, CancellationToken token)
    {
        var events = new Events(new Parser(new Scanner(text, skipComments: true)), token);
        try
        {
            return Read(events, chart);
        }
        catch (YamlException e)
        {
            throw new ChartRepositoryException(ChartFailure.Invalid, $"The repository's index is no YAML (line {e.Start.Line}).", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            // Bad inputs for which the parser throws these.
            throw new ChartRepositoryException(ChartFailure.Invalid, "The repository's index is no YAML.", e);
        }
    }

    private static List<IndexEntry>? Read(Events events, string chart)
    {
        while (events.Next() is StreamStart or DocumentStart)
        {
        }

        if (events.Current is not MappingStart)
        {
            throw Malformed();
        }

        List<IndexEntry>? entries = null;
        var isFound = false;
        while (events.Next() is Scalar key)
        {
            events.Next();
            if (key.Value != "entries")
            {
                events.Skip();
                continue;
            }

            isFound = isFound ? throw Twice("entries") : true;
            if (events.Current is MappingStart)
            {
                entries = Entries(events, chart);
            }
            else
            {
                events.Skip();
            }
        }

        return events.Current is MappingEnd ? entries : throw Malformed();
    }

    private static List<IndexEntry>? Entries(Events events, string chart)
    {
        List<IndexEntry>? entries = null;
        var isFound = false;
        while (events.Next() is Scalar name)
        {
            events.Next();
            if (name.Value != chart)
            {
                events.Skip();
                continue;
            }

            isFound = isFound ? throw Twice(chart) : true;
            if (events.Current is not SequenceStart)
            {
                events.Skip();
                continue;
            }

            entries = [];
            while (events.Next() is not SequenceEnd)
            {
                if (Entry(events) is { } entry && entries.Count < MostEntries)
                {
                    entries.Add(entry);
                }
            }
        }

        return events.Current is MappingEnd ? entries : throw Malformed();
    }

    private static IndexEntry? Entry(Events events)
    {
        if (events.Current is not MappingStart)
        {
            events.Skip();
            return null;
        }

        string? version = null, digest = null, url = null;
        while (events.Next() is Scalar field)
        {
            events.Next();
            switch (field.Value, events.Current)
            {
                case ("version", Scalar value):
                    version = version is null ? value.Value : throw Twice("version");
                    break;
                case ("digest", Scalar value):
                    digest = digest is null ? value.Value : throw Twice("digest");
                    break;
                case ("urls", SequenceStart):
                    url = url is null ? First(events) : throw Twice("urls");
                    break;
                default:
                    events.Skip();
                    break;
            }
        }

        return url is { Length: > 0 } && SemanticVersion.TryParse(version ?? "", out var parsed, out _) ? new IndexEntry(parsed, digest ?? "", url) : null;
    }

    private static string First(Events events)
    {
        var first = "";
        while (events.Next() is not SequenceEnd)
        {
            if (events.Current is Scalar url && first.Length == 0)
            {
                first = url.Value;
            }
            else
            {
                events.Skip();
            }
        }

        return first;
    }

    private static ChartRepositoryException Twice(string name) => new(ChartFailure.Invalid, $"The repository's index has '{name}' twice.");

    private static ChartRepositoryException Malformed() => new(ChartFailure.Invalid, "The repository's index is malformed.");

    private sealed class Events(Parser parser, CancellationToken token)
    {
        private int _count;

        public ParsingEvent? Current { get; private set; }

        public ParsingEvent Next()
        {
            if ((++_count & 1023) == 0)
            {
                token.ThrowIfCancellationRequested();
            }

            Current = _count <= MostEvents && parser.MoveNext() ? parser.Current : throw Malformed();
            return Current is AnchorAlias ? throw Malformed() : Current!;
        }

        // Passes over the value that starts with the current event.
        public void Skip()
        {
            var depth = 0;
            while (true)
            {
                depth += Current is MappingStart or SequenceStart ? 1 : Current is MappingEnd or SequenceEnd ? -1 : 0;
                if (depth > MostDepth)
                {
                    throw Malformed();
                }

                if (depth <= 0)
                {
                    return;
                }

                Next();
            }
        }
    }
}
