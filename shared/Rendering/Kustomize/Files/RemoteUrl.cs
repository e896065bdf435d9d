namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Tells addresses of repositories from paths.</summary>
internal static class RemoteUrl
{
    private static readonly string[] Schemes = ["https://", "http://", "ssh://", "file://", "git::", "git@", "gh:", "git://"];

    public static bool IsRepository(string path) =>
        Array.Exists(Schemes, scheme => path.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) ||
        path.StartsWith("github.com/", StringComparison.OrdinalIgnoreCase) || path.StartsWith("github.com:", StringComparison.OrdinalIgnoreCase) ||
        IsScp(path);

    // user@host:path
    private static bool IsScp(string path)
    {
        var at = path.IndexOf('@', StringComparison.Ordinal);
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && colon > at && path.AsSpan(0, colon).IndexOf('/') < 0;
    }
}
