using System.Text.RegularExpressions;

namespace Plumbline.Architecture;

public sealed partial class NameTests
{
    private static readonly HashSet<string> Banned = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Misc", "Impl", "Data", "Info"];

    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["functions/Hosting/Local/StandIns/TimerInfo.cs: TimerInfo"] = "stands in for the worker's own type, so it bears its name",
    };

    [Fact]
    public void A_type_is_named_by_what_it_decides_or_does()
    {
        var vague =
            from file in Checkout.Code()
            from line in file.Lines
            let declared = Declaration().Match(line)
            where declared.Success && IsVague(declared.Groups["name"].Value)
            select $"{file.Path}: {declared.Groups["name"].Value}";

        Exceptions.Match(vague, Allowed);
    }

    [Fact]
    public void A_file_or_folder_is_named_by_what_it_holds()
    {
        var vague = Checkout.Code().Select(f => f.Path).Where(p => p.Split('/', '.').Any(IsVague) && !Allowed.Keys.Any(k => k.StartsWith(p + ":", StringComparison.Ordinal)));

        Assert.Empty(vague);
    }

    [Fact]
    public void A_namespace_is_the_folder()
    {
        var astray =
            from file in Checkout.Code("shared")
            let declared = file.Lines.Select(l => Namespace().Match(l)).FirstOrDefault(m => m.Success)?.Groups["name"].Value
            let expected = "Plumbline." + Path.GetDirectoryName(file.Path)!["shared/".Length..].Replace('/', '.')
            where declared is not null && declared != expected
            select $"{file.Path}: {declared}";

        Assert.Empty(astray);
    }

    private static bool IsVague(string name) => Word().Matches(name).Any(m => Banned.Contains(m.Value));

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly|file|ref)\s+)*(?:class|interface|enum|struct|record(?:\s+(?:struct|class))?)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);")]
    private static partial Regex Namespace();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
