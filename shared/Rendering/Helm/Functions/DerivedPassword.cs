using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>The Master Password algorithm behind <c>derivePassword</c>.</summary>
internal static class DerivedPassword
{
    private const string Seed = "com.lyndir.masterpassword";

    /// <summary>The password for a site, or a sentence saying that the kind is unknown.</summary>
    public static string Of(uint counter, string kind, string password, string user, string site)
    {
        if (Shapes(kind) is not { } shapes)
        {
            return $"cannot find password template {kind}";
        }

        var key = Scrypt.Derive(GoText.ToBytes(password), Message(user), 32_768, 8, 2, 64);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, counter);
        var seed = HMACSHA256.HashData(key, (byte[])[.. Message(site), .. number]);
        var shape = shapes[seed[0] % shapes.Length];
        var text = new StringBuilder(shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            var characters = Characters(shape[i]);
            text.Append(characters[seed[i + 1] % characters.Length]);
        }

        return text.ToString();
    }

    private static byte[] Message(string text)
    {
        var bytes = GoText.ToBytes(text);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. Encoding.ASCII.GetBytes(Seed), .. length, .. bytes];
    }

    private static string[]? Shapes(string kind) => kind switch
    {
        "maximum" => ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        "long" =>
        [
            "CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv", "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv", "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno", "CvccnoCvccCvcv", "CvccCvccnoCvcv",
            "CvccCvccCvcvno", "CvcvnoCvccCvcc", "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc", "CvccCvcvCvccno",
        ],
        "medium" => ["CvcnoCvc", "CvcCvcno"],
        "short" => ["Cvcn"],
        "basic" => ["aaanaaan", "aannaaan", "aaannaaa"],
        "pin" => ["nnnn"],
        _ => null,
    };

    private static string Characters(char place) => place switch
    {
        'V' => "AEIOU",
        'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        'v' => "aeiou",
        'c' => "bcdfghjklmnpqrstvwxyz",
        'A' => "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
        'a' => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        'n' => "0123456789",
        'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        _ => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    };
}
