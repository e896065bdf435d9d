using System.Text;
using System.Text.RegularExpressions;

namespace Plumbline.Architecture;

/// <summary>What a page points at is there.</summary>
public sealed partial class MarkdownTests
{
    private static readonly string[] Roots = ["shared/", "functions/", "tests/", "docs/", "infra/", "examples/", ".ci/"];

    [Fact]
    public void A_link_leads_to_a_file_and_a_heading()
    {
        var dead =
            from page in Checkout.Files([".md"])
            from link in Prose(page).SelectMany(l => Link().Matches(l))
            let target = link.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal) && !Exists(page.Path, target)
            select $"{page.Path} → {target}";

        Assert.Empty(dead);
    }

    [Fact]
    public void A_path_in_code_type_is_there()
    {
        var dead =
            from page in Checkout.Files([".md"])
            from code in Prose(page).SelectMany(l => Code().Matches(l))
            let path = code.Groups["path"].Value
            where Roots.Any(r => path.StartsWith(r, StringComparison.Ordinal)) && path.IndexOfAny(['<', '*', '{', '…', ' ', '$']) < 0 && !Checkout.Has(path.TrimEnd('/'))
            select $"{page.Path}: {path}";

        Assert.Empty(dead);
    }

    [Fact]
    public void A_package_has_a_sentence()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs/decisions/0002-dependencies.md"));

        var silent = Checkout.Items("Directory.Packages.props", "PackageVersion").Where(p => !page.Contains($"| `{p}` |", StringComparison.Ordinal));

        Assert.Empty(silent);
    }

    private static IEnumerable<string> Prose(TextFile page)
    {
        var fenced = false;
        foreach (var line in page.Lines)
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
            }
            else if (!fenced)
            {
                yield return line;
            }
        }
    }

    private static bool Exists(string page, string target)
    {
        var cut = target.IndexOf('#', StringComparison.Ordinal);
        var (path, heading) = cut < 0 ? (target, "") : (target[..cut], target[(cut + 1)..]);
        var full = path.Length == 0 ? Path.Combine(Checkout.Root, page) : Path.GetFullPath(Path.Combine(Checkout.Root, Path.GetDirectoryName(page)!, path));
        if (heading.Length == 0 || !full.EndsWith(".md", StringComparison.Ordinal))
        {
            return File.Exists(full) || Directory.Exists(full);
        }

        return File.Exists(full) && File.ReadLines(full).Any(l => l.StartsWith('#') && Anchor(l.TrimStart('#').Trim()) == heading);
    }

    /// <summary>The name that a git host gives a heading.</summary>
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in heading.ToLowerInvariant())
        {
            anchor.Append(c == ' ' ? "-" : char.IsLetterOrDigit(c) || c is '-' or '_' ? c.ToString() : "");
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<path>[^`]+)`")]
    private static partial Regex Code();
}
