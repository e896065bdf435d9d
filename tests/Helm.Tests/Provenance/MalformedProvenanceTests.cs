using System.Text;
using CsCheck;
using Plumbline.Core.Charts;
using Plumbline.Helm.Provenance;

namespace Plumbline.Helm.Tests.Provenance;

public sealed class MalformedProvenanceTests
{
    private static readonly ResolvedChart Chart = new(new ChartReference("https://charts.test", "nginx", "1.0.0", null), "1.0.0", "sha256:0", "https://charts.test/nginx-1.0.0.tgz");

    [Fact]
    public void Any_packets_in_message_and_keys_are_refused_without_another_exception() =>
        Gen.Byte.Array[0, 120].Select(Gen.Byte.Array[0, 120]).Sample((signature, key) =>
        {
            var message = $"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: nginx\n\n...\nfiles: {{}}\n-----BEGIN PGP SIGNATURE-----\n\n{Convert.ToBase64String(signature)}\n-----END PGP SIGNATURE-----\n";
            var keys = $"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n{Convert.ToBase64String(key)}\n-----END PGP PUBLIC KEY BLOCK-----\n";
            return Refuses(Encoding.UTF8.GetBytes(message), keys);
        }, iter: 3_000);

    [Fact]
    public void Any_bytes_are_refused_without_another_exception() =>
        Gen.Byte.Array[0, 400].Sample(bytes => Refuses(bytes, ""), iter: 2_000);

    private static bool Refuses(byte[] message, string keys)
    {
        try
        {
            _ = new OpenPgpSignatures().Verify(message, Chart, new ChartArchiveFile(ReadOnlyMemory<byte>.Empty, "sha256:0"), [keys]);
            return false;
        }
        catch (ChartRepositoryException e)
        {
            return e.Failure == ChartFailure.NotTrusted;
        }
    }
}
