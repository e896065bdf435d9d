using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>
/// Private keys that follow from a render's seed: the system's own generators take no other chance than the system's. RSA and DSA take seconds, so the newest keys
/// are kept, by the bytes they follow from. Safe for concurrent use; two renders that want the same key at once both make it.
/// </summary>
/// <param name="most">Most keys kept of each kind. Default 256.</param>
internal sealed class SeededKeys(int most = 256)
{
    private const int Certainty = 100;
    private const int DsaBits = 2048;
    private const int DsaSubgroupBits = 256;

    // 64 bits more than the order has leave no bias to speak of (FIPS 186-5, A.2.1).
    private const int ScalarBytes = 32 + 8;

    private static readonly BigInteger P256Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly ConcurrentDictionary<string, RSAParameters> _rsa = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DSAParameters> _dsa = new(StringComparer.Ordinal);

    /// <summary>An RSA key with the public exponent 65537.</summary>
    public RSA Rsa(int bits, IRandomBytes random)
    {
        var seed = Draw(random);
        return RSA.Create(Kept(_rsa, $"{bits} {Convert.ToHexString(seed)}", () => MakeRsa(bits, seed)));
    }

    /// <summary>A DSA key of 2048 bits.</summary>
    public DSAParameters Dsa(IRandomBytes random)
    {
        var seed = Draw(random);
        return Kept(_dsa, Convert.ToHexString(seed), () => MakeDsa(seed));
    }

    /// <summary>A key on P-256.</summary>
    public static ECDsa Ecdsa(IRandomBytes random)
    {
        var drawn = new byte[ScalarBytes];
        random.Fill(drawn);
        var scalar = new BigInteger(drawn, isUnsigned: true, isBigEndian: true) % (P256Order - 1) + 1;
        var bytes = new byte[32];
        scalar.TryWriteBytes(bytes.AsSpan(32 - scalar.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = bytes });
    }

    // Full, it starts anew: bounded without bookkeeping on every use.
    private T Kept<T>(ConcurrentDictionary<string, T> keys, string name, Func<T> make)
    {
        if (keys.TryGetValue(name, out var known))
        {
            return known;
        }

        if (keys.Count >= most)
        {
            keys.Clear();
        }

        return keys[name] = make();
    }

    private static byte[] Draw(IRandomBytes random)
    {
        var seed = new byte[32];
        random.Fill(seed);
        return seed;
    }

    private static RSAParameters MakeRsa(int bits, byte[] seed)
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new RsaKeyGenerationParameters(Org.BouncyCastle.Math.BigInteger.ValueOf(65537), Chance(seed), bits, Certainty));
        return DotNetUtilities.ToRSAParameters((RsaPrivateCrtKeyParameters)generator.GenerateKeyPair().Private);
    }

    private static DSAParameters MakeDsa(byte[] seed)
    {
        var chance = Chance(seed);
        var domain = new DsaParametersGenerator(new Sha256Digest());
        domain.Init(new DsaParameterGenerationParameters(DsaBits, DsaSubgroupBits, Certainty, chance));
        var generator = new DsaKeyPairGenerator();
        generator.Init(new DsaKeyGenerationParameters(chance, domain.GenerateParameters()));
        var pair = generator.GenerateKeyPair();
        var (key, own) = ((DsaPublicKeyParameters)pair.Public, (DsaPrivateKeyParameters)pair.Private);
        return new DSAParameters
        {
            P = key.Parameters.P.ToByteArrayUnsigned(),
            Q = key.Parameters.Q.ToByteArrayUnsigned(),
            G = key.Parameters.G.ToByteArrayUnsigned(),
            Y = key.Y.ToByteArrayUnsigned(),
            X = own.X.ToByteArrayUnsigned(),
        };
    }

    private static SecureRandom Chance(byte[] seed) => new(new RandomGenerator(new SeededBytes(seed, "key")));

    /// <summary>The render's chance in the library's terms. What the library would add to it is left out: the key follows from the seed alone.</summary>
    private sealed class RandomGenerator(IRandomBytes chance) : IRandomGenerator
    {
        public void AddSeedMaterial(byte[] seed)
        {
        }

        public void AddSeedMaterial(ReadOnlySpan<byte> seed)
        {
        }

        public void AddSeedMaterial(long seed)
        {
        }

        public void NextBytes(byte[] target) => chance.Fill(target);

        public void NextBytes(byte[] target, int start, int len) => chance.Fill(target.AsSpan(start, len));

        public void NextBytes(Span<byte> target) => chance.Fill(target);
    }
}
