using System.Text;
using Plumbline.Rendering.Kustomize.Files;

namespace Plumbline.Rendering.Kustomize.Generators;

/// <summary>Reads the keys and values of a generator, in the order env files, literals, files.</summary>
internal static class KeyValueSources
{
    public static List<KeyValuePair<string, ReadOnlyMemory<byte>>> Load(GeneratorEntry entry, SourceFolder folder)
    {
        var result = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        Named($"env source files: [{string.Join(' ', entry.Envs)}]", () =>
        {
            foreach (var path in entry.Envs)
            {
                EnvFile(folder.Load(path).Bytes.Span, folder.Context.Options.Environment, result);
            }
        });
        Named($"literal sources [{string.Join(' ', entry.Literals)}]", () =>
        {
            foreach (var literal in entry.Literals)
            {
                result.Add(Literal(literal));
            }
        });
        Named($"file sources: [{string.Join(' ', entry.Files)}]", () =>
        {
            foreach (var source in entry.Files)
            {
                var (key, path) = FileSource(source);
                result.Add(new(key, folder.Load(path).Bytes));
            }
        });
        return result;
    }

    private static byte[] FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        foreach (var range in bytes.Split((byte)'\n'))
        {
            if (!System.Text.Unicode.Utf8.IsValid(bytes[range]))
            {
                return bytes[range].ToArray();
            }
        }

        return [];
    }

    private static void Named(string what, Action read)
    {
        try
        {
            read();
        }
        catch (BuildException e)
        {
            throw new BuildException(what, e);
        }
    }

    private static void EnvFile(ReadOnlySpan<byte> bytes, IReadOnlyDictionary<string, string> environment, List<KeyValuePair<string, ReadOnlyMemory<byte>>> result)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            var line = FirstInvalid(bytes);
            throw new BuildException($"line [{string.Join(' ', line)}] has invalid utf8 bytes : {Encoding.UTF8.GetString(line)}");
        }

        foreach (var written in Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n'))
        {
            var line = (written.EndsWith('\r') ? written[..^1] : written).TrimStart();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? line : line[..equals];
            var value = equals < 0 ? environment.GetValueOrDefault(key, "") : line[(equals + 1)..];
            if (key.Length > 0)
            {
                result.Add(new(key, Encoding.UTF8.GetBytes(value)));
            }
        }
    }

    private static KeyValuePair<string, ReadOnlyMemory<byte>> Literal(string literal)
    {
        var equals = literal.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new BuildException($"invalid literal source {literal}, expected key=value");
        }

        var value = literal[(equals + 1)..];
        if (value.Length >= 2 && value[0] == value[^1] && value[0] is '"' or '\'')
        {
            value = value[1..^1];
        }

        return new(literal[..equals], Encoding.UTF8.GetBytes(value));
    }

    private static (string Key, string Path) FileSource(string source)
    {
        switch (source.Count(c => c == '='))
        {
            case 0:
                return (source[(source.TrimEnd('/').LastIndexOf('/') + 1)..].TrimEnd('/'), source);
            case 1 when source.StartsWith('='):
                throw new BuildException($"missing key name for file path \"{source[1..]}\" in source \"{source}\"");
            case 1 when source.EndsWith('='):
                throw new BuildException($"missing file path for key name \"{source[..^1]}\" in source \"{source}\"");
            case 1:
                var equals = source.IndexOf('=', StringComparison.Ordinal);
                return (source[..equals], source[(equals + 1)..]);
            default:
                throw new BuildException($"source \"{source}\" key name or file path contains '='");
        }
    }
}
