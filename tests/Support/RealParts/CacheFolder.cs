namespace Plumbline.Support.RealParts;

/// <summary>The user's cache folder for parts that are costly to make.</summary>
internal static class CacheFolder
{
    /// <summary><c>$XDG_CACHE_HOME/plumbline</c>, else <c>~/.cache/plumbline</c>.</summary>
    public static string Path
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return System.IO.Path.Combine(
                string.IsNullOrEmpty(cache) ? System.IO.Path.Combine(Home, ".cache") : cache, "plumbline");
        }
    }

    /// <summary>What <c>real-parts/NAME</c> beside this assembly holds.</summary>
    public static string Recipe(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "real-parts", name);

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
