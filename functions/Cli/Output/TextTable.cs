using System.Text;

namespace Plumbline.Functions.Cli.Output;

/// <summary>Columns for people: as wide as their widest cell, two spaces between, nothing behind the last.</summary>
internal static class TextTable
{
    /// <summary>The table; its header alone where there are no rows.</summary>
    public static string Of(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> lines = [header, .. rows.Select(r => r.Select(c => c.Length == 0 ? "-" : PlainText.Of(c)).ToList())];
        var widths = header.Select((_, i) => lines.Max(l => l[i].Length)).ToList();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(string.Join("  ", line.Select((cell, i) => i == line.Count - 1 ? cell : cell.PadRight(widths[i]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
