using System.Text;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Yaml;

namespace Plumbline.Kubernetes.Tests;

/// <summary>Makes objects from text.</summary>
internal static class Objects
{
    public static KubernetesObject FromYaml(string yaml) =>
        new((MapNode)YamlReader.ReadOne(yaml, null, YamlReadOptions.Default));

    public static KubernetesObject FromJson(string json) => new((MapNode)JsonTree.Read(Encoding.UTF8.GetBytes(json)));

    public static KubernetesObject FromJson(ReadOnlySpan<byte> json) => new((MapNode)JsonTree.Read(json));
}
