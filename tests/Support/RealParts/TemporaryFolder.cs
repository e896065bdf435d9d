using System.Globalization;

namespace Plumbline.Support.RealParts;

/// <summary>
/// A folder for one run of a real part, readable by this user alone. Its name carries the owner's process id, so that what a
/// killed owner left is swept by the next one.
/// </summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "plumbline-part-";

    private TemporaryFolder(string path)
    {
        Path = path;
    }

    public string Path { get; }

    public static TemporaryFolder Create()
    {
        SweepLeftovers();
        var folder = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-"));
        return new TemporaryFolder(folder.FullName);
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Delete(Path);

    private static void SweepLeftovers()
    {
        if (!Directory.Exists("/proc/self"))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            var owner = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (owner.All(char.IsAsciiDigit) && !Directory.Exists("/proc/" + owner))
            {
                Delete(folder);
            }
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another run sweeps at the same time, or it is another user's: nothing that a test should fail for.
        }
    }
}
