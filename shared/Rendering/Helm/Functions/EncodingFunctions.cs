using System.Buffers;
using System.Text;
using Plumbline.Rendering.Helm.Functions.Toml;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Base64, base32, JSON, YAML and TOML. The forms without <c>must</c> swallow failures as Helm's do.</summary>
internal static class EncodingFunctions
{
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static readonly SearchValues<char> Base32Digits = SearchValues.Create(Base32Alphabet);

    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("b64enc", [GoType.String], GoType.String, Base64)
        .Add("b64dec", [GoType.String], GoType.String, static (c, a) => Base64Text(a.Text(0), c))
        .Add("b32enc", [GoType.String], GoType.String, Base32)
        .Add("b32dec", [GoType.String], GoType.String, static (c, a) => FromBase32(a.Text(0), c))
        .Add("toJson", [GoType.Any], GoType.String, static (c, a) => OrEmpty(c, a, static (v, c) => GoJsonWriter.Write(v, c)))
        .Add("mustToJson", [GoType.Any], GoType.String, static (c, a) => GoJsonWriter.Write(a[0], c))
        .Add("toPrettyJson", [GoType.Any], GoType.String, static (c, a) => OrEmpty(c, a, static (v, c) => GoJsonWriter.Write(v, c, indent: true)))
        .Add("mustToPrettyJson", [GoType.Any], GoType.String, static (c, a) => GoJsonWriter.Write(a[0], c, indent: true))
        .AddPair("toRawJson", "mustToRawJson", [GoType.Any], GoType.String, static (c, a) => GoJsonWriter.Write(a[0], c, escapeHtml: false))
        .Add("mustFromJson", [GoType.String], GoType.Any, static (_, a) => GoJson.Decode(a.Text(0)))
        .Add("fromJson", [GoType.String], GoType.Map, static (c, a) => MapOrError(a.Text(0), c, static (t, _) => JsonMap(t)))
        .Add("fromJsonArray", [GoType.String], GoType.List, static (c, a) => ListOrError(a.Text(0), c, static (t, _) => JsonList(t)))
        .Add("toYaml", [GoType.Any], GoType.String, static (c, a) => OrEmpty(c, a, static (v, c) => GoYaml.Write(v, pretty: false, c)))
        .Add("mustToYaml", [GoType.Any], GoType.String, static (c, a) => GoYaml.Write(a[0], pretty: false, c))
        .Add("toYamlPretty", [GoType.Any], GoType.String, static (c, a) => OrEmpty(c, a, static (v, c) => GoYaml.Write(v, pretty: true, c)))
        .Add("fromYaml", [GoType.String], GoType.Map, static (c, a) => MapOrError(a.Text(0), c, GoYaml.ReadMap))
        .Add("fromYamlArray", [GoType.String], GoType.List, static (c, a) => ListOrError(a.Text(0), c, GoYaml.ReadList))
        .Add("toToml", [GoType.Any], GoType.String, ToToml)
        .Add("mustToToml", [GoType.Any], GoType.String, static (c, a) => GoTomlWriter.Write(Something(a[0]), c))
        .Add("fromToml", [GoType.String], GoType.Map, static (c, a) => MapOrError(a.Text(0), c, TomlReader.Read))
        .Functions;

    /// <summary>Go's standard base64, strict about padding, line breaks allowed.</summary>
    /// <exception cref="GoErrorException">It is malformed; the text is Go's.</exception>
    public static byte[] FromBase64(string text, TemplateContext context)
    {
        context.Work(text.Length);
        var kept = text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        var bytes = new byte[(kept.Length * 3 / 4) + 3];
        var padding = kept.IndexOf('=', StringComparison.Ordinal);
        if (kept.Length % 4 == 0 && (padding < 0 || padding >= kept.Length - 2) && Convert.TryFromBase64String(kept, bytes, out var written) && !kept.Any(char.IsWhiteSpace))
        {
            return bytes[..written];
        }

        throw new GoErrorException($"illegal base64 data at input byte {BadBase64At(text)}");
    }

    private static int BadBase64At(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\n')
            {
                continue;
            }

            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/')
            {
                count++;
                continue;
            }

            return c == '=' && count % 4 is 2 or 3 ? BadPaddingAt(text, i, count % 4) : GoText.ByteLength(text[..i]);
        }

        // Ends in the middle of a group: Go names the place where the group began.
        return text.Length - (count % 4);
    }

    private static int BadPaddingAt(string text, int at, int quantum)
    {
        var next = at + 1;
        while (next < text.Length && text[next] is '\r' or '\n')
        {
            next++;
        }

        if (quantum == 2)
        {
            if (next == text.Length)
            {
                return text.Length;
            }

            if (text[next] != '=')
            {
                return next;
            }

            next++;
        }

        while (next < text.Length && text[next] is '\r' or '\n')
        {
            next++;
        }

        return next;
    }

    private static object Base64(TemplateContext context, ReadOnlySpan<object?> a)
    {
        context.Work(a.Text(0).Length * 4L / 3);
        return Convert.ToBase64String(GoText.ToBytes(a.Text(0)));
    }

    private static object Base32(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var bytes = GoText.ToBytes(a.Text(0));
        context.Work(bytes.Length * 8L / 5);
        var result = new StringBuilder((bytes.Length * 8 / 5) + 8);
        for (var i = 0; i < bytes.Length; i += 5)
        {
            ulong group = 0;
            for (var j = 0; j < 5; j++)
            {
                group = (group << 8) | (i + j < bytes.Length ? bytes[i + j] : 0u);
            }

            var used = (Math.Min(5, bytes.Length - i) * 8 + 4) / 5;
            for (var j = 0; j < 8; j++)
            {
                result.Append(j < used ? Base32Alphabet[(int)(group >> (35 - (j * 5))) & 31] : '=');
            }
        }

        return result.ToString();
    }

    private static string FromBase32(string given, TemplateContext context)
    {
        context.Work(given.Length);
        var text = GoText.ToBytes(given).AsSpan();
        var source = new byte[text.Length];
        var length = 0;
        foreach (var b in text)
        {
            source[length] = b;
            length += b is (byte)'\r' or (byte)'\n' ? 0 : 1;
        }

        var bytes = new List<byte>(length * 5 / 8);
        for (var at = 0; at < length;)
        {
            var (digits, bad) = Base32Group(source.AsSpan(at, length - at));
            if (bad >= 0)
            {
                return $"illegal base32 data at input byte {at + bad}";
            }

            ulong group = 0;
            for (var i = 0; i < 8; i++)
            {
                group = (group << 5) | (i < digits ? (uint)Base32Alphabet.IndexOf((char)source[at + i], StringComparison.Ordinal) : 0);
            }

            for (var i = 0; i < digits * 5 / 8; i++)
            {
                bytes.Add((byte)(group >> (32 - (i * 8))));
            }

            at += 8;
        }

        return GoText.FromBytes(bytes.ToArray());
    }

    // How many digits the next group of eight has before its padding, or the place of what is wrong with it.
    private static (int Digits, int Bad) Base32Group(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < 8; i++)
        {
            if (i == text.Length)
            {
                return (0, 0);
            }

            if (text[i] == '=' && i >= 2 && text.Length - i <= 8)
            {
                var padding = text[(i + 1)..];
                if (padding.Length + i < 7)
                {
                    return (0, text.Length);
                }

                var other = padding[..(7 - i)].IndexOfAnyExcept((byte)'=');
                return other >= 0 ? (0, i + other) : i is 3 or 6 ? (0, i) : (i, -1);
            }

            if (!Base32Digits.Contains((char)text[i]))
            {
                return (0, i);
            }
        }

        return (8, -1);
    }

    private static string Base64Text(string text, TemplateContext context)
    {
        try
        {
            return GoText.FromBytes(FromBase64(text, context));
        }
        catch (GoErrorException error)
        {
            return error.Message;
        }
    }

    private static object OrEmpty(TemplateContext context, ReadOnlySpan<object?> a, Func<object?, TemplateContext, string> write)
    {
        try
        {
            return write(a[0], context);
        }
        catch (GoErrorException)
        {
            // Helm's forms without "must" give nothing when the value cannot be written.
            return "";
        }
    }

    // Go's library asks nothing for its type, and Helm does not catch that in either form of the function.
    private static object Something(object? value) => value ?? throw new GoErrorException(ArgumentReading.NoType);

    private static object ToToml(TemplateContext context, ReadOnlySpan<object?> a)
    {
        var value = Something(a[0]);
        try
        {
            return GoTomlWriter.Write(value, context);
        }
        catch (GoErrorException error)
        {
            return error.Message;
        }
    }

    private static GoMap MapOrError(string text, TemplateContext context, Func<string, TemplateContext, GoMap> read)
    {
        try
        {
            context.Work(text.Length);
            return read(text, context);
        }
        catch (GoErrorException error)
        {
            return new GoMap { ["Error"] = error.Message };
        }
    }

    private static GoList ListOrError(string text, TemplateContext context, Func<string, TemplateContext, GoList> read)
    {
        try
        {
            context.Work(text.Length);
            return read(text, context);
        }
        catch (GoErrorException error)
        {
            return new GoList([error.Message]);
        }
    }

    private static GoMap JsonMap(string text) => GoJson.Decode(text, asCollection: true) switch
    {
        GoMap map => map,
        null => GoMap.Nil,
        var other => throw GoYaml.Mismatch("", other, "map[string]interface {}"),
    };

    private static GoList JsonList(string text) => GoJson.Decode(text, asCollection: true) switch
    {
        GoList list => list,
        null => GoList.Nil,
        var other => throw GoYaml.Mismatch("", other, "[]interface {}"),
    };
}
