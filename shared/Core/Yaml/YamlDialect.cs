namespace Plumbline.Core.Yaml;

/// <summary>Which reader's rules decide what a plain scalar means.</summary>
public enum YamlDialect
{
    /// <summary>Kubernetes' own reader (<c>sigs.k8s.io/yaml</c>): YAML 1.1 booleans (<c>yes</c>, <c>on</c>, <c>y</c>), octal <c>0644</c>, dates stay text.</summary>
    Kubernetes,

    /// <summary>How kustomize reads resources and patches: only <c>true</c> and <c>false</c> are booleans.</summary>
    Kyaml,
}
