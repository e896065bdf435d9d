using System.Text;
using Plumbline.Core.Applications;

namespace Plumbline.Rendering;

/// <summary>
/// The variables a source may use as <c>$NAME</c> or <c>${NAME}</c> in parameters and paths (SRC-24); <c>$$</c> is a dollar sign, an unknown
/// name is empty.
/// </summary>
/// <param name="values">Value by name.</param>
public sealed class BuildEnvironment(IReadOnlyDictionary<string, string> values)
{
    private const string Special = "*#$@!?-0123456789";

    /// <summary>Value by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; } = values;

    /// <summary>The variables of one source of an Application.</summary>
    /// <param name="application">The Application.</param>
    /// <param name="source">The source.</param>
    /// <param name="revision">Full commit id or chart version.</param>
    /// <param name="kubeVersion">Version of the destination cluster.</param>
    /// <param name="apiVersions">What it serves.</param>
    public static BuildEnvironment Of(
        Application application, ApplicationSource source, string revision, string kubeVersion, IReadOnlyList<string> apiVersions) => new(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ARGOCD_APP_NAME"] = application.Name,
            ["ARGOCD_APP_NAMESPACE"] = application.Destination.Namespace,
            ["ARGOCD_APP_PROJECT_NAME"] = application.Project,
            ["ARGOCD_APP_REVISION"] = revision,
            ["ARGOCD_APP_REVISION_SHORT"] = revision[..Math.Min(7, revision.Length)],
            ["ARGOCD_APP_REVISION_SHORT_8"] = revision[..Math.Min(8, revision.Length)],
            ["ARGOCD_APP_SOURCE_PATH"] = source.Path,
            ["ARGOCD_APP_SOURCE_REPO_URL"] = source.RepoUrl,
            ["ARGOCD_APP_SOURCE_TARGET_REVISION"] = source.TargetRevision,
            ["KUBE_VERSION"] = kubeVersion,
            ["KUBE_API_VERSIONS"] = string.Join(',', apiVersions),
        });

    /// <summary>Puts values in place of names.</summary>
    public string Substitute(string text)
    {
        if (!text.Contains('$'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            var (name, length) = NameAt(text, i + 1);
            if (name.Length > 0)
            {
                result.Append(name == "$" ? "$" : Values.GetValueOrDefault(name, ""));
            }
            else if (length == 0)
            {
                result.Append('$');
            }

            i += length;
        }

        return result.ToString();
    }

    // The name and how many characters it takes; a broken "${" is swallowed, as a shell's expansion in Go does it.
    private static (string Name, int Length) NameAt(string text, int start)
    {
        if (text[start] == '{')
        {
            var end = text.IndexOf('}', start);
            return end < 0 ? ("", 1) : end == start + 1 ? ("", 2) : (text[(start + 1)..end], end - start + 1);
        }

        if (Special.Contains(text[start]))
        {
            return (text[start..(start + 1)], 1);
        }

        var i = start;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_'))
        {
            i++;
        }

        return (text[start..i], i - start);
    }
}
