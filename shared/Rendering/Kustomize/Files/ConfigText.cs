using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>A part of a kustomization as messages show it.</summary>
internal static class ConfigText
{
    public static string Of(MapNode written) => YamlWriter.ToText(written);

    /// <summary>Runs <paramref name="configure"/>; its failure is told with the configuration, as the original does.</summary>
    public static T Configure<T>(string plugin, MapNode written, Func<T> configure)
    {
        try
        {
            return configure();
        }
        catch (BuildException e)
        {
            throw new BuildException($"trouble configuring builtin {plugin} with config: `\n{Of(written)}`", e);
        }
    }
}
