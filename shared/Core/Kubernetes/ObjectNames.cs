using Plumbline.Core.Fields;
using Plumbline.Core.Objects;

namespace Plumbline.Core.Kubernetes;

/// <summary>What Kubernetes allows as names: nothing here can change the meaning of an API path (threat T-PRJ-3).</summary>
public static class ObjectNames
{
    internal const string LabelRule = "Use up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends.";
    internal const string SubdomainRule = "Use up to 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends.";

    /// <summary>A DNS label: namespaces. At most 63 lower-case letters, digits and dashes.</summary>
    public static bool IsLabel(string text) =>
        text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-';

    /// <summary>A DNS subdomain: names of most objects, API groups. At most 253 characters, labels with dots between them.</summary>
    public static bool IsSubdomain(string text)
    {
        if (text.Length is 0 or > 253)
        {
            return false;
        }

        var last = '.';
        foreach (var c in text)
        {
            var isEdge = last == '.';
            if (c == '.' ? last is '.' or '-' : c == '-' ? isEdge : !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            {
                return false;
            }

            last = c;
        }

        return last is not ('.' or '-');
    }

    /// <summary>A path segment, the rule that holds for the name of any object: not <c>.</c> or <c>..</c>, no <c>/</c> or <c>%</c>, no control characters or spaces.</summary>
    public static bool IsPathSegment(string text) =>
        text.Length is > 0 and <= 253 && text is not ("." or "..") && !text.Any(c => c is '/' or '%' or '?' or '#' or '\\' or ' ' || char.IsControl(c));

    /// <summary>An API version: <c>v1</c>, <c>apps/v1</c>.</summary>
    public static bool IsApiVersion(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 || IsSubdomain(text[..slash])) && IsLabel(text[(slash + 1)..]);
    }

    /// <summary>A kind: letters and digits, a letter first, at most 63.</summary>
    public static bool IsKind(string text) => text.Length is > 0 and <= 63 && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit);

    internal static void CheckHead(MapNode root, SpecProblems problems)
    {
        var metadata = root.Map("metadata");
        var name = metadata.Text("name");
        if (name is null)
        {
            problems.Missing(metadata ?? (Node)root, "metadata.name", "The object has no name.");
        }
        else if (!IsSubdomain(name))
        {
            problems.Invalid(metadata!, "name", "metadata", "This is no name of an object.", SubdomainRule);
        }

        if (metadata.TextOrEmpty("namespace") is { Length: > 0 } @namespace && !IsLabel(@namespace))
        {
            problems.Invalid(metadata!, "namespace", "metadata", "This is no name of a namespace.", LabelRule);
        }
    }
}
