namespace Plumbline.Git.Objects;

/// <summary>Limits on reading a commit's files (threats T-GIT-4, T-GIT-5).</summary>
/// <param name="MostEntries">Entries looked at through one opened commit.</param>
/// <param name="MostDepth">Folders within folders.</param>
/// <param name="MostFileBytes">Size of a file that is read.</param>
internal sealed record TreeLimits(int MostEntries, int MostDepth, long MostFileBytes);
