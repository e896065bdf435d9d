namespace Plumbline.Rendering.Helm;

/// <summary>The flags of <c>helm template</c>, by what they mean here.</summary>
internal static class HelmFlags
{
    private const string NoCluster = "no cluster is asked", NoNetwork = "nothing is fetched here", OneText = "the text goes to standard output";

    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["-f"] = "--values",
        ["-s"] = "--show-only",
        ["-n"] = "--namespace",
        ["-a"] = "--api-versions",
        ["-g"] = "--generate-name",
        ["-l"] = "--labels",
    };

    private static readonly HashSet<string> Valued = new(StringComparer.Ordinal)
    {
        "--values", "--set", "--set-string", "--set-file", "--set-json", "--set-literal", "--namespace", "--kube-version", "--api-versions",
        "--show-only", "--name-template", "--raw", "--helm-version", "--allow-origin",

        // Of no effect on what is printed, for Helm either.
        "--labels", "--description", "--timeout",
    };

    private static readonly HashSet<string> Switches = new(StringComparer.Ordinal)
    {
        "--include-crds", "--skip-tests", "--no-hooks", "--is-upgrade", "--skip-schema-validation", "--reads", "--generate-name",

        // Of no effect on what is printed, for Helm either.
        "--skip-crds", "--hide-notes", "--render-subchart-notes", "--create-namespace", "--force", "--force-replace", "--force-conflicts", "--server-side",
        "--replace", "--wait", "--wait-for-jobs", "--atomic", "--rollback-on-failure", "--disable-openapi-validation", "--take-ownership", "--release-name",
        "--devel", "--debug",
    };

    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["--validate"] = NoCluster,
        ["--enable-dns"] = "templates reach no network",
        ["--output-dir"] = OneText,
        ["--post-renderer"] = "no other program is started",
        ["--post-renderer-args"] = "no other program is started",
        ["--dependency-update"] = NoNetwork,
        ["--repo"] = NoNetwork,
        ["--version"] = NoNetwork,
        ["--verify"] = NoNetwork,
    };

    /// <summary>The long name of a flag.</summary>
    public static string Long(string flag) => Short.GetValueOrDefault(flag, flag);

    /// <summary>Whether a value follows the flag.</summary>
    public static bool TakesValue(string flag) => Valued.Contains(flag);

    /// <summary>Whether the flag stands alone.</summary>
    public static bool IsSwitch(string flag) => Switches.Contains(flag);

    /// <summary>Why a flag of Helm's is not taken; null for others.</summary>
    public static string? WhyRefused(string flag) => Refused.TryGetValue(flag, out var why) ? $"{flag} is not supported: {why}" : null;

    /// <summary>The items of a list with commas, where quotes hold an item together, as Helm reads files and API versions.</summary>
    public static IEnumerable<string> Items(string text)
    {
        if (!text.Contains('"'))
        {
            return text.Split(',');
        }

        var items = new List<string>();
        var item = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
            {
                item.Append(text[i++]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == ',' && !quoted)
            {
                items.Add(item.ToString());
                item.Clear();
            }
            else
            {
                item.Append(text[i]);
            }
        }

        return [.. items, item.ToString()];
    }

    /// <summary>A switch's value as Go reads booleans; null when it is none.</summary>
    public static bool? Truth(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => null,
    };
}
