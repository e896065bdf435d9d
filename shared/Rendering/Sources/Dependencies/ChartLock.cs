using System.Security.Cryptography;
using System.Text;
using Plumbline.Rendering.Helm.Charts;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Sources.Dependencies;

/// <summary>Chart.lock or requirements.lock: the versions that were chosen when somebody updated the dependencies.</summary>
/// <param name="Dependencies">The chosen versions.</param>
/// <param name="Digest">Digest over what Chart.yaml asked for and what was chosen.</param>
internal sealed record ChartLock(IReadOnlyList<ChartDependency> Dependencies, string Digest)
{
    /// <summary>Reads a lock.</summary>
    /// <exception cref="GoErrorException">It is malformed.</exception>
    public static ChartLock Read(string text, string name) =>
        GoStruct.Of(ValuesText.ReadYaml(text, name), "Lock", "v2.Lock") is { } read
            ? new ChartLock(ChartMetadataReader.ReadDependencies(text, name, "Lock") ?? [], read.Text("digest"))
            : new ChartLock([], "");

    /// <summary>Whether the lock was made for these dependencies, by Helm 3's digest or, for charts of API v1, by Helm 2's.</summary>
    /// <param name="asked">The dependencies with names of repositories replaced by their URLs.</param>
    /// <param name="written">The dependencies as written.</param>
    /// <param name="apiVersion">API version of the chart.</param>
    /// <param name="context">For writing JSON.</param>
    public bool IsFor(IReadOnlyList<ChartDependency> asked, IReadOnlyList<ChartDependency> written, string apiVersion, TemplateContext context)
    {
        var now = $"[{Json(asked, context)},{Json(Dependencies, context)}]";
        return Sum(now) == Digest || (apiVersion == "v1" && Sum($"{{\"dependencies\":{Json(written, context)}}}") == Digest);
    }

    private static string Sum(string json) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    // Field by field as Go writes Helm's type: empty ones are left out, except name and repository.
    private static string Json(IReadOnlyList<ChartDependency> dependencies, TemplateContext context)
    {
        var json = new StringBuilder("[");
        foreach (var dependency in dependencies)
        {
            _ = json.Append(json.Length > 1 ? ",{" : "{").Append("\"name\":").Append(Text(dependency.Name));
            Optional("version", dependency.Version);
            _ = json.Append(",\"repository\":").Append(Text(dependency.Repository));
            Optional("condition", dependency.Condition);
            if (dependency.Tags.Count > 0)
            {
                _ = json.Append(",\"tags\":[").AppendJoin(',', dependency.Tags.Select(Text)).Append(']');
            }

            _ = dependency.Enabled ? json.Append(",\"enabled\":true") : json;
            if (dependency.ImportValues.Count > 0)
            {
                _ = json.Append(",\"import-values\":[").AppendJoin(',', dependency.ImportValues.Select(Text)).Append(']');
            }

            Optional("alias", dependency.Alias);
            _ = json.Append('}');
        }

        return json.Append(']').ToString();

        string Text(object? value) => GoJsonWriter.Write(value, context);

        void Optional(string field, string value)
        {
            if (value.Length > 0)
            {
                _ = json.Append(",\"").Append(field).Append("\":").Append(Text(value));
            }
        }
    }
}
