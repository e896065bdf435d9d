using System.Text.RegularExpressions;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>What keys and values of labels may look like, in the words of Kubernetes.</summary>
internal static partial class LabelRule
{
    private const int LongestName = 63;
    private const int LongestPrefix = 253;
    private const string NamePattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string PrefixPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private const string ValuePattern = $"({NamePattern})?";
    private const string NameRule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

    /// <summary>Refuses what cannot be the key of a label.</summary>
    public static void CheckKey(string key)
    {
        var parts = key.Split('/');
        var faults = new List<string>();
        if (parts.Length > 2)
        {
            faults.Add($"a qualified name {Words(NameRule, NamePattern, "MyName", "my.name", "123-abc")} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        else
        {
            if (parts.Length == 2)
            {
                faults.AddRange(Prefix(parts[0]).Select(fault => "prefix part " + fault));
            }

            faults.AddRange(Name(parts[^1]).Select(fault => "name part " + fault));
        }

        if (faults.Count > 0)
        {
            throw new BuildException($"invalid label key {GoText.Quote(key)}: {string.Join("; ", faults)}");
        }
    }

    /// <summary>Refuses what cannot be the value of a label.</summary>
    public static void CheckValue(string key, string value)
    {
        var faults = new List<string>();
        if (value.Length > LongestName)
        {
            faults.Add($"must be no more than {LongestName} characters");
        }

        if (!Value().IsMatch(value))
        {
            faults.Add(Words(
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
                ValuePattern, "MyValue", "my_value", "12345"));
        }

        if (faults.Count > 0)
        {
            throw new BuildException($"invalid label value: {GoText.Quote(value)}: at key: {GoText.Quote(key)}: {string.Join("; ", faults)}");
        }
    }

    private static IEnumerable<string> Prefix(string prefix)
    {
        if (prefix.Length == 0)
        {
            yield return "must be non-empty";
            yield break;
        }

        if (prefix.Length > LongestPrefix)
        {
            yield return $"must be no more than {LongestPrefix} characters";
        }

        if (!Subdomain().IsMatch(prefix))
        {
            yield return Words(
                "a DNS-1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
                PrefixPattern, "example.com");
        }
    }

    private static IEnumerable<string> Name(string name)
    {
        if (name.Length == 0)
        {
            yield return "must be non-empty";
        }
        else if (name.Length > LongestName)
        {
            yield return $"must be no more than {LongestName} characters";
        }

        if (!Label().IsMatch(name))
        {
            yield return Words(NameRule, NamePattern, "MyName", "my.name", "123-abc");
        }
    }

    private static string Words(string rule, string pattern, params ReadOnlySpan<string> examples)
    {
        var text = rule + " (e.g. ";
        for (var i = 0; i < examples.Length; i++)
        {
            text += $"{(i > 0 ? " or " : "")}'{examples[i]}', ";
        }

        return $"{text}regex used for validation is '{pattern}')";
    }

    [GeneratedRegex($"^(?:{NamePattern})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex($"^(?:{ValuePattern})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Value();

    [GeneratedRegex($"^(?:{PrefixPattern})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subdomain();
}
