namespace Plumbline.Rendering.Kustomize;

/// <summary>Leaves the engine with the message kustomize gives; it becomes a problem at the public face.</summary>
internal sealed class BuildException : Exception
{
    public BuildException(string message)
        : base(message)
    {
    }

    public BuildException(string code, string message)
        : base(message) => Code = code;

    public BuildException(string prefix, BuildException inner)
        : base($"{prefix}: {inner.Message}", inner)
    {
        Code = inner.Code;
        File = inner.File;
        Hint = inner.Hint;
        Position = inner.Position;
        MalformedYaml = inner.MalformedYaml;
    }

    public string Code { get; init; } = KustomizeProblem.Build;

    /// <summary>The file that has to be mended; null when unknown.</summary>
    public string? File { get; init; }

    public Core.Problems.SourcePosition Position { get; init; }

    public string? Hint { get; init; }

    /// <summary>Whether a file is not YAML, so that reading it as a folder makes no sense.</summary>
    public bool MalformedYaml { get; init; }
}
