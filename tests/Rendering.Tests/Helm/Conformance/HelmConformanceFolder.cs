using System.Reflection;
using System.Text.Json;

namespace Plumbline.Rendering.Tests.Helm.Conformance;

using Directory = System.IO.Directory;

/// <summary>Where the conformance cases for Helm lie: the folder named by <c>PLUMBLINE_CONFORMANCE</c>, or beside the checkout.</summary>
internal static class HelmConformanceFolder
{
    /// <summary>The folder with <c>strvals.jsonl</c> and the rest; null when it is not there.</summary>
    public static string? Find()
    {
        var root = Environment.GetEnvironmentVariable("PLUMBLINE_CONFORMANCE") is { Length: > 0 } given
            ? given
            : Path.Combine(CheckoutRoot(), "..", "shared", "conformance");
        var helm = Path.Combine(root, "helm");
        var folder = System.IO.Directory.Exists(helm) ? helm : root;
        return System.IO.Directory.Exists(Path.Combine(folder, "cases")) || File.Exists(Path.Combine(folder, "strvals.jsonl")) ? Path.GetFullPath(folder) : null;
    }

    /// <summary>The cases of one file, or a skipped test that says so.</summary>
    public static IReadOnlyList<JsonElement> Lines(string file)
    {
        var path = Find() is { } folder ? Path.Combine(folder, file) : null;
        Assert.SkipWhen(path is null || !File.Exists(path), $"No {file}: set PLUMBLINE_CONFORMANCE to the folder of conformance cases.");
        return [.. File.ReadLines(path!).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    /// <summary>The checkout these tests were built from.</summary>
    public static string CheckoutRoot() => typeof(HelmConformanceFolder).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "PlumblineRoot").Value!;
}
