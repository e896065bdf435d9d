using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Fuzz;

/// <summary>A source tree as one text, so that inputs can be mutated: lines <c>### PATH</c> start a file.</summary>
internal static class TextTree
{
    /// <summary>Reads the files; what comes before the first heading is the file <paramref name="first"/>.</summary>
    public static MemorySourceTree Read(byte[] input, string first)
    {
        var files = new Dictionary<RepoPath, ReadOnlyMemory<byte>>();
        var path = RepoPath.Parse(first);
        var text = new StringBuilder();
        foreach (var line in Encoding.Latin1.GetString(input).Split('\n'))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal) && RepoPath.TryParse(line[4..], out var next, out _) && !next.IsRoot)
            {
                files[path] = Encoding.Latin1.GetBytes(text.ToString());
                path = next;
                text.Clear();
                continue;
            }

            text.Append(line).Append('\n');
        }

        files[path] = Encoding.Latin1.GetBytes(text.ToString());

        // A file cannot be a folder as well.
        return new MemorySourceTree(files.Where(f => !files.Keys.Any(other => other != f.Key && other.Value.StartsWith(f.Key.Value + "/", StringComparison.Ordinal))));
    }
}
