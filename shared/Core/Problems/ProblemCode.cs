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

    /// <summary>A source that is described as several types at once.</summary>
    public const string SourceTypeAmbiguous = "SourceTypeAmbiguous";

    /// <summary>Two objects of one kind with one name; neither is used.</summary>
    public const string NameTaken = "NameTaken";

    /// <summary>An object of a kind that has no meaning where it stands; it is left out.</summary>
    public const string KindIgnored = "KindIgnored";

    /// <summary>A secret value stands in a file; only a reference to it may.</summary>
    public const string SecretLiteral = "SecretLiteral";

    /// <summary>A symbolic link that leads out of its source, in a circle, or nowhere.</summary>
    public const string LinkInvalid = "LinkInvalid";

    /// <summary>A file that git holds as a pointer (large file storage) or as a submodule, so that its content is not there.</summary>
    public const string ContentMissing = "ContentMissing";

    /// <summary>A project that does not exist.</summary>
    public const string ProjectNotFound = "ProjectNotFound";

    /// <summary>A project that does not allow a source repository.</summary>
    public const string SourceNotAllowed = "SourceNotAllowed";

    /// <summary>A project that does not allow a cluster or namespace.</summary>
    public const string DestinationNotAllowed = "DestinationNotAllowed";

    /// <summary>A project that does not allow a kind.</summary>
    public const string KindNotAllowed = "KindNotAllowed";

    /// <summary>A hook, which is rendered but not run yet.</summary>
    public const string HookNotActedOn = "HookNotActedOn";

    /// <summary>A namespaced object without a namespace, for an Application without one.</summary>
    public const string NamespaceMissing = "NamespaceMissing";
}
