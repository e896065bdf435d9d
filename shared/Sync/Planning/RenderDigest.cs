using System.Security.Cryptography;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Planning;

/// <summary>Names a list of objects by its bytes.</summary>
internal static class RenderDigest
{
    public static string Of(IReadOnlyList<KubernetesObject> objects)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in objects)
        {
            hash.AppendData(JsonTree.WriteCanonical(item.Root));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
