using System.Globalization;
using System.Security.Cryptography;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's digests, passwords, keys and certificates. Slow ones cost from a budget (T-TPL-4).</summary>
internal static class CryptoFunctions
{
    private const int BcryptRounds = 10;
    private const int BcryptCost = 10;

    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = [.. Digests().Functions, .. CertificateFunctions().Functions];

    private static FunctionList Digests() => new FunctionList()
        .Add("sha1sum", [GoType.String], GoType.String, static (c, a) => Hex(CryptographicOperations.HashData(HashAlgorithmName.SHA1, Bytes(a, c))))
        .Add("sha256sum", [GoType.String], GoType.String, static (c, a) => Hex(SHA256.HashData(Bytes(a, c))))
        .Add("sha512sum", [GoType.String], GoType.String, static (c, a) => Hex(SHA512.HashData(Bytes(a, c))))
        .Add("adler32sum", [GoType.String], GoType.String, static (c, a) => Adler32(Bytes(a, c)).ToString(CultureInfo.InvariantCulture))
        .Add("bcrypt", [GoType.String], GoType.String, static (c, a) => Bcrypt(a.Text(0), c))
        .Add("htpasswd", [GoType.String, GoType.String], GoType.String, Htpasswd)
        .Add("derivePassword", [GoType.Uint32, GoType.String, GoType.String, GoType.String, GoType.String], GoType.String, Derive)
        .Add("encryptAES", [GoType.String, GoType.String], GoType.String, Encrypt)
        .Add("decryptAES", [GoType.String, GoType.String], GoType.String, Decrypt)
        .Add("randBytes", [GoType.Int], GoType.String, RandomBytes)
        .Add("genPrivateKey", [GoType.String], GoType.String, static (c, a) => PrivateKeys.Generate(a.Text(0), c));

    private static FunctionList CertificateFunctions() => new FunctionList()
        .Add("buildCustomCert", [GoType.String, GoType.String], GoType.Struct, static (c, a) => Certificates.Custom(a.Text(0), a.Text(1), c))
        .Add("genCA", [GoType.String, GoType.Int], GoType.Struct, static (c, a) => Certificates.Authority(a.Text(0), a.Int(1), null, c))
        .Add("genCAWithKey", [GoType.String, GoType.Int, GoType.String], GoType.Struct, static (c, a) => Certificates.Authority(a.Text(0), a.Int(1), a.Text(2), c))
        .Add("genSelfSignedCert", [GoType.String, GoType.List, GoType.List, GoType.Int], GoType.Struct,
            static (c, a) => Certificates.SelfSigned(a.Text(0), (GoList?)a[1], (GoList?)a[2], a.Int(3), null, c))
        .Add("genSelfSignedCertWithKey", [GoType.String, GoType.List, GoType.List, GoType.Int, GoType.String], GoType.Struct,
            static (c, a) => Certificates.SelfSigned(a.Text(0), (GoList?)a[1], (GoList?)a[2], a.Int(3), a.Text(4), c))
        .Add("genSignedCert", [GoType.String, GoType.List, GoType.List, GoType.Int, GoType.Certificate], GoType.Struct,
            static (c, a) => Certificates.Signed(a.Text(0), (GoList?)a[1], (GoList?)a[2], a.Int(3), (GoCertificate)a[4]!, null, c))
        .Add("genSignedCertWithKey", [GoType.String, GoType.List, GoType.List, GoType.Int, GoType.Certificate, GoType.String], GoType.Struct,
            static (c, a) => Certificates.Signed(a.Text(0), (GoList?)a[1], (GoList?)a[2], a.Int(3), (GoCertificate)a[4]!, a.Text(5), c));

    private static byte[] Bytes(ReadOnlySpan<object?> a, TemplateContext context)
    {
        context.Work(a.Text(0).Length);
        return GoText.ToBytes(a.Text(0));
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static uint Adler32(byte[] bytes)
    {
        uint low = 1, high = 0;
        foreach (var b in bytes)
        {
            low = (low + b) % 65_521;
            high = (high + low) % 65_521;
        }

        return (high << 16) | low;
    }

    private static string Bcrypt(string password, TemplateContext context)
    {
        context.Crypto(BcryptCost);
        if (GoText.ByteLength(password) > 72)
        {
            return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
        }

        // The library takes text, so a byte that is no UTF-8 counts as the replacement character.
        var text = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(password));
        return BCrypt.Net.BCrypt.HashPassword(text, BcryptSalt.Of(BcryptRounds, context.Random));
    }

    private static object Htpasswd(TemplateContext context, ReadOnlySpan<object?> a) =>
        a.Text(0).Contains(':') ? $"invalid username: {a.Text(0)}" : $"{a.Text(0)}:{Bcrypt(a.Text(1), context)}";

    private static object Derive(TemplateContext context, ReadOnlySpan<object?> a)
    {
        context.Crypto(20);
        return DerivedPassword.Of((uint)a[0]!, a.Text(1), a.Text(2), a.Text(3), a.Text(4));
    }

    private static Aes Cipher(string password)
    {
        var key = new byte[32];
        var bytes = GoText.ToBytes(password);
        bytes.AsSpan(0, Math.Min(32, bytes.Length)).CopyTo(key);
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    private static object Encrypt(TemplateContext context, ReadOnlySpan<object?> a)
    {
        if (a.Text(1).Length == 0)
        {
            return "";
        }

        context.Work(a.Text(1).Length * 2L);
        using var aes = Cipher(a.Text(0));
        var plain = GoText.ToBytes(a.Text(1));

        // The same is drawn at each render, but another text under the same key has to begin in another way: equal beginnings would show (NIST SP 800-38A, C).
        var start = Drawn.Bound(context.Random, 16, plain);
        return Convert.ToBase64String([.. start, .. aes.EncryptCbc(plain, start)]);
    }

    private static object Decrypt(TemplateContext context, ReadOnlySpan<object?> a)
    {
        if (a.Text(1).Length == 0)
        {
            return "";
        }

        var bytes = EncodingFunctions.FromBase64(a.Text(1), context);
        if (bytes.Length < 16)
        {
            throw new GoErrorException($"runtime error: slice bounds out of range [:16] with capacity {bytes.Length}");
        }

        if (bytes.Length % 16 != 0)
        {
            throw new GoErrorException("crypto/cipher: input not full blocks");
        }

        using var aes = Cipher(a.Text(0));
        var plain = aes.DecryptCbc(bytes.AsSpan(16), bytes.AsSpan(0, 16), PaddingMode.None);
        if (plain.Length == 0)
        {
            throw new GoErrorException("runtime error: index out of range [-1]");
        }

        var kept = plain.Length - plain[^1];
        return kept >= 0 ? GoText.FromBytes(plain.AsSpan(0, kept)) : throw new GoErrorException($"runtime error: slice bounds out of range [:{kept}]");
    }

    private static object RandomBytes(TemplateContext context, ReadOnlySpan<object?> a)
    {
        if (a.Int(0) < 0)
        {
            throw new GoErrorException("runtime error: makeslice: len out of range");
        }

        context.Work(a.Int(0));
        var bytes = new byte[a.Int(0)];
        context.Random.Fill(bytes);
        return Convert.ToBase64String(bytes);
    }
}
