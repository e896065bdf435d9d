using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Charts;

/// <summary>The rules of a <c>.helmignore</c>: Helm's own syntax, which is not git's.</summary>
internal sealed class IgnoreRules
{
    private readonly List<Rule> _rules = [];

    private IgnoreRules()
    {
    }

    /// <summary>Reads the rules; hidden files under <c>templates/</c> are always ignored.</summary>
    /// <exception cref="GoErrorException">A rule is malformed or uses <c>**</c>.</exception>
    public static IgnoreRules Parse(string text)
    {
        var rules = new IgnoreRules();
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            rules.Add(line);
        }

        rules.Add("templates/.?*");
        return rules;
    }

    /// <summary>Whether the rules leave out a path relative to the chart.</summary>
    public bool Ignores(string path, bool isFolder)
    {
        foreach (var rule in _rules)
        {
            var fits = (!rule.FoldersOnly || isFolder) && rule.Pattern.Matches(rule.NameOnly ? path[(path.LastIndexOf('/') + 1)..] : path);

            // A negated rule does not bring anything back: it leaves out all that does not fit.
            if (fits != rule.Negated)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return;
        }

        if (text.Contains("**", StringComparison.Ordinal))
        {
            throw new GoErrorException("double-star (**) syntax is not supported");
        }

        if (PathPattern.Parse(text) is null)
        {
            throw new GoErrorException("syntax error in pattern");
        }

        var negated = text.StartsWith('!');
        text = negated ? text[1..] : text;
        var foldersOnly = text.EndsWith('/');
        text = foldersOnly ? text[..^1] : text;
        var anchored = text.StartsWith('/');
        var nameOnly = !text.Contains('/');
        text = anchored ? text[1..] : text;
        var pattern = PathPattern.Parse(text) ?? throw new GoErrorException("syntax error in pattern");
        _rules.Add(new Rule(pattern, negated, foldersOnly, nameOnly));
    }

    private sealed record Rule(PathPattern Pattern, bool Negated, bool FoldersOnly, bool NameOnly);
}
