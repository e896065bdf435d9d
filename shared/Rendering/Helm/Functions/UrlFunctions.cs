using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's URLs, and the identifiers of RFC 9562.</summary>
internal static class UrlFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("urlParse", [GoType.String], GoType.Map, static (_, a) => GoUrl.Parse(a.Text(0)).ToMap())
        .Add("urlJoin", [GoType.Map], GoType.String, static (_, a) => Join(a.Map(0)))
        .Add("uuidv4", [], GoType.String, static (c, _) => Uuid(c))
        .Functions;

    private static string Join(GoMap parts)
    {
        var url = new GoUrl
        {
            Scheme = Part(parts, "scheme"),
            Host = Part(parts, "host"),
            Path = Part(parts, "path"),
            Query = Part(parts, "query"),
            Opaque = Part(parts, "opaque"),
            Fragment = Part(parts, "fragment"),
        };
        var user = Part(parts, "userinfo");
        if (user.Length == 0)
        {
            return url.ToString();
        }

        try
        {
            return (url with { UserInfo = GoUrl.Parse($"proto://{user}@host").UserInfo }).ToString();
        }
        catch (GoErrorException error)
        {
            throw new GoErrorException(error.Message.Replace("unable to parse url", "unable to parse userinfo in dict", StringComparison.Ordinal), error);
        }
    }

    private static string Part(GoMap parts, string key)
    {
        if (!parts.TryGetValue(key, out var value))
        {
            return "";
        }

        return value switch
        {
            string text => text,
            null => throw new GoErrorException(ArgumentReading.NilDereference),
            _ => throw new GoErrorException($"unable to parse {key} key, must be of type string, but {GoReflect.KindName(GoReflect.Kind(value))} found"),
        };
    }

    private static string Uuid(TemplateContext context)
    {
        Span<byte> bytes = stackalloc byte[16];
        context.Random.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
