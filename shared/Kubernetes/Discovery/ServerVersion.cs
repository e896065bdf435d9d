using System.Globalization;

namespace Plumbline.Kubernetes.Discovery;

/// <summary>Reads versions such as <c>v1.32.3-gke.100</c>.</summary>
internal static class ServerVersion
{
    /// <summary>The minor version; 0 when it cannot be read.</summary>
    public static int MinorOf(string version)
    {
        var parts = version.TrimStart('v').Split('.', '+', '-');
        return parts.Length > 1 && parts[0] == "1" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : 0;
    }
}
