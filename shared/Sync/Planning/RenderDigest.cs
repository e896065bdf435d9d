using System.Security.Cryptography;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;

namespace Plumbline.Sync.Planning;

/// <summary>
/// Names a list of objects by its bytes. Plans are shown to more people than the values of Secrets are, so without the key the name says nothing: nobody can try out which short
/// password would give it (T-SEC-5).
/// </summary>
internal static class RenderDigest
{
    public static string Of(IReadOnlyList<KubernetesObject> objects, byte[] key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var item in objects)
        {
            hash.AppendData(JsonTree.WriteCanonical(item.Root));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
