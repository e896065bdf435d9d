namespace Plumbline.Rendering.Directories;

/// <summary>How much a Directory source may hold (SRC-21, threat T-YAML-3).</summary>
/// <param name="MaxCombinedBytes">Bytes of all manifest files together; Jsonnet files do not count. Default 10,000,000; 0 for no limit.</param>
/// <param name="MaxFiles">Manifest files. Default 20,000.</param>
public sealed record DirectoryLimits(long MaxCombinedBytes = 10_000_000, int MaxFiles = 20_000)
{
    /// <summary>The defaults.</summary>
    public static DirectoryLimits Default { get; } = new();
}
