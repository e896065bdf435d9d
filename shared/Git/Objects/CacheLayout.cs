using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Git;

namespace Plumbline.Git.Objects;

/// <summary>Where the cache of one repository and credential lies: <c>&lt;cache&gt;/&lt;hash&gt;/{git,write.lock,use.lock}</c>.</summary>
internal static class CacheLayout
{
    /// <summary>
    /// The folder of a repository as one credential sees it (threat T-GIT-11). Other users of the machine are kept out by the mode of the cache folder.
    /// </summary>
    public static string Folder(string cache, RepositoryUrl url, GitCredential? credential) =>
        Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{url}\0{credential?.Identity}")).AsSpan(0, 16)));

    public static string Repository(string folder) => Path.Combine(folder, "git");

    /// <summary>Held alone by a writer.</summary>
    public static string WriteLock(string folder) => Path.Combine(folder, "write.lock");

    /// <summary>Shared by readers, held alone by whoever deletes the folder. Its time is that of the last use.</summary>
    public static string UseLock(string folder) => Path.Combine(folder, "use.lock");

    /// <summary>Takes a lock that the operating system frees when the process ends; null when somebody else has it.</summary>
    /// <param name="share"><see cref="FileShare.None"/> to hold it alone, <see cref="FileShare.Read"/> to share it.</param>
    public static FileStream? TryLock(string file, FileShare share)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, share == FileShare.None ? FileAccess.ReadWrite : FileAccess.Read, share);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException and not FileNotFoundException)
        {
            return null;
        }
    }
}
