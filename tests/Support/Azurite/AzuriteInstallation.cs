using System.Security.Cryptography;
using Plumbline.Support.Processes;
using Plumbline.Support.RealParts;

namespace Plumbline.Support.Azurite;

/// <summary>Azurite as the lock file pins it, installed once per user and lock file.</summary>
internal static class AzuriteInstallation
{
    internal const string Part = "Azurite";
    private static readonly string[] Recipe = ["package.json", "package-lock.json", ".npmrc"];
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>The program's path, after an installation where needed.</summary>
    /// <exception cref="RealPartUnavailableException">It is not there, and may not or cannot be installed.</exception>
    public static async Task<string> FindAsync(AzuriteOptions options, CancellationToken cancellation)
    {
        var recipe = CacheFolder.Recipe("azurite");
        var folder = Path.Combine(CacheFolder.Path, "azurite", Key(recipe));
        var program = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (File.Exists(program))
        {
            return program;
        }

        if (!options.MayInstall)
        {
            throw new RealPartUnavailableException(Part, $"it is not installed in {folder}");
        }

        var npm = ExecutableFinder.Find("npm")
            ?? throw new RealPartUnavailableException(Part, "npm is not on the PATH; install Node.js 20 or later");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        using (await LockAsync(folder + ".lock", options.Progress, cancellation))
        {
            if (!File.Exists(program))
            {
                await InstallAsync(npm, recipe, folder, options.Progress, cancellation);
            }
        }

        return File.Exists(program) ? program : throw new RealPartUnavailableException(Part, $"npm installed no {program}");
    }

    private static string Key(string recipe)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Recipe)
        {
            hash.AppendData(File.ReadAllBytes(Path.Combine(recipe, file)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Waits for other processes that install the same; the system drops the lock of one that dies.</summary>
    private static async Task<FileStream> LockAsync(string path, Action<string>? progress, CancellationToken cancellation)
    {
        for (var told = false; ; told = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (!told)
                {
                    progress?.Invoke("azurite: another installation is running; waiting for it");
                }

                await Task.Delay(Pace, cancellation);
            }
        }
    }

    private static async Task InstallAsync(string npm, string recipe, string folder, Action<string>? progress, CancellationToken cancellation)
    {
        var partial = folder + ".partial";
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }

        Directory.CreateDirectory(partial);
        foreach (var file in Recipe)
        {
            File.Copy(Path.Combine(recipe, file), Path.Combine(partial, file));
        }

        progress?.Invoke("azurite: installing once (npm ci); about half a minute");
        await using var install = await ChildProcess.StartAsync(
            new ChildProcessOptions
            {
                Name = "npm ci",
                File = npm,
                Arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                WorkingFolder = partial,
            },
            cancellation);
        var status = await WaitAsync(install, progress, cancellation);
        if (status != 0)
        {
            throw new RealPartUnavailableException(Part, $"npm ci ended with {status}:\n{install.LastLines}");
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(partial, folder);
    }

    private static async Task<int> WaitAsync(ChildProcess install, Action<string>? progress, CancellationToken cancellation)
    {
        var done = install.WaitAsync(cancellation);
        var start = TimeProvider.System.GetTimestamp();
        while (await Task.WhenAny(done, Task.Delay(TimeSpan.FromSeconds(5), cancellation)) != done)
        {
            progress?.Invoke($"azurite: still installing ({(int)TimeProvider.System.GetElapsedTime(start).TotalSeconds} s)");
        }

        return await done;
    }
}
