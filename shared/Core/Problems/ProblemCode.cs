namespace Plumbline.Core.Problems;

/// <summary>
/// Codes of problems, one constant each; documented in <c>docs/spec/problems.md</c>. Engines with many codes of their own
/// keep them beside the engine (<c>KustomizeProblem</c>, <c>HelmProblem</c>).
/// </summary>
public static class ProblemCode
{
    /// <summary>The text is not YAML.</summary>
    public const string YamlSyntax = "YamlSyntax";

    /// <summary>A map holds a key twice.</summary>
    public const string YamlDuplicateKey = "YamlDuplicateKey";

    /// <summary>The text is over a budget: size, depth, nodes, aliases, documents.</summary>
    public const string YamlBudget = "YamlBudget";

    /// <summary>A tag outside YAML's core tags.</summary>
    public const string YamlTag = "YamlTag";

    /// <summary>Bytes that are not UTF-8, or characters that YAML does not allow.</summary>
    public const string YamlEncoding = "YamlEncoding";

    /// <summary>A path that leaves its root, or is malformed.</summary>
    public const string PathInvalid = "PathInvalid";

    /// <summary>A file or folder that does not exist in the source.</summary>
    public const string PathNotFound = "PathNotFound";

    /// <summary>A field that the kind does not have.</summary>
    public const string FieldUnknown = "FieldUnknown";

    /// <summary>A field that is understood and kept, but has no effect yet.</summary>
    public const string FieldNotActedOn = "FieldNotActedOn";

    /// <summary>A required field is missing.</summary>
    public const string FieldRequired = "FieldRequired";

    /// <summary>A field has a value of the wrong type or outside its range.</summary>
    public const string FieldInvalid = "FieldInvalid";

    /// <summary>A document that is not a Kubernetes object.</summary>
    public const string ObjectInvalid = "ObjectInvalid";

    /// <summary>Two objects with one identity; the last one counts.</summary>
    public const string ObjectRepeated = "ObjectRepeated";

    /// <summary>A limit on steps, time, depth or output was reached.</summary>
    public const string RenderBudget = "RenderBudget";

    /// <summary>A source type that is not supported, or switched off.</summary>
    public const string SourceUnsupported = "SourceUnsupported";
}
