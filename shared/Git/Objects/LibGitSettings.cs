using LibGit2Sharp;

namespace Plumbline.Git.Objects;

/// <summary>libgit2 without the user's and the machine's configuration (threat T-SSRF-5).</summary>
internal static class LibGitSettings
{
    /// <summary>Applies the settings to this process. Doing it again changes nothing.</summary>
    public static void Apply()
    {
        foreach (var level in (ReadOnlySpan<ConfigurationLevel>)[ConfigurationLevel.Global, ConfigurationLevel.Xdg, ConfigurationLevel.System, ConfigurationLevel.ProgramData])
        {
            GlobalSettings.SetConfigSearchPaths(level, "/nonexistent");
        }

        // The cache is ours by configuration; in containers its owner often is another number than the process.
        GlobalSettings.SetOwnerValidation(false);
        GlobalSettings.SetStrictHashVerification(true);
    }
}
