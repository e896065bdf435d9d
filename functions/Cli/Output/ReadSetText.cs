using System.Text;
using Plumbline.Core.Sources;

namespace Plumbline.Functions.Cli.Output;

/// <summary>A read set as lines: what was found, which folders were listed, which names were looked for and are not there.</summary>
internal static class ReadSetText
{
    /// <summary>A word and a path on each line, in order of the paths.</summary>
    public static string Of(ReadSet reads, Func<RepoPath, string> show)
    {
        var text = new StringBuilder();
        Append("file", reads.Files.Keys);
        Append("list", reads.Listings.Keys);
        Append("miss", reads.Misses);
        return text.ToString();

        void Append(string word, IEnumerable<RepoPath> paths)
        {
            foreach (var path in paths.Order())
            {
                text.Append(word).Append("  ").Append(show(path)).Append('\n');
            }
        }
    }
}
