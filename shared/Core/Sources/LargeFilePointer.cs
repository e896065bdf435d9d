using Plumbline.Core.Problems;

namespace Plumbline.Core.Sources;

/// <summary>Files that git large file storage has replaced by a pointer (threat T-GIT-6).</summary>
public static class LargeFilePointer
{
    /// <summary>Whether the content is a pointer and not the file.</summary>
    public static bool Is(ReadOnlySpan<byte> content) => content.Length < 1024 && content.StartsWith("version https://git-lfs.github.com/spec/"u8);

    /// <summary>What to tell the user.</summary>
    public static Problem Problem(RepoPath file) =>
        new(ProblemCode.ContentMissing, "The file is kept in git large file storage, which is not read.") { File = file.Value, Hint = "Keep manifests in git itself." };
}
