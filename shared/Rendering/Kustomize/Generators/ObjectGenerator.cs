using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Generators;

/// <summary>Makes ConfigMaps and Secrets from files, env files and literals.</summary>
internal static class ObjectGenerator
{
    private const int Base64Line = 70;

    public static KObject Generate(GeneratorEntry entry, GeneratorOptions? options, SourceFolder folder, bool secret)
    {
        if (entry.Name.Length == 0)
        {
            throw new BuildException("a configmap must have a name");
        }

        var root = new MapNode();
        root["apiVersion"] = ScalarNode.Of("v1");
        root["kind"] = ScalarNode.Of(secret ? "Secret" : "ConfigMap");
        var metadata = new MapNode();
        metadata["name"] = ScalarNode.Of(entry.Name);
        if (entry.Namespace.Length > 0)
        {
            metadata["namespace"] = ScalarNode.Of(entry.Namespace);
        }

        root["metadata"] = metadata;
        if (secret)
        {
            root["type"] = ScalarNode.Of(entry.Type.Length > 0 ? entry.Type : "Opaque");
        }

        if (secret)
        {
            _ = Field(root, "data");
        }

        foreach (var (key, bytes) in Pairs(entry, folder))
        {
            Put(root, key, bytes, secret);
        }

        Decorate(root, metadata, options);
        return new KObject(root)
        {
            IsGenerated = true,
            NeedsHash = options is not { DisableNameSuffixHash: true },
            Behavior = entry.Behavior switch
            {
                "create" => GenerationBehavior.Create,
                "replace" => GenerationBehavior.Replace,
                "merge" => GenerationBehavior.Merge,
                _ => GenerationBehavior.Unspecified,
            },
        };
    }

    private static SortedDictionary<string, ReadOnlyMemory<byte>> Pairs(GeneratorEntry entry, SourceFolder folder)
    {
        List<KeyValuePair<string, ReadOnlyMemory<byte>>> pairs;
        try
        {
            pairs = KeyValueSources.Load(entry, folder);
        }
        catch (BuildException e)
        {
            throw new BuildException("loading KV pairs", e);
        }

        var result = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (!result.TryAdd(key, value))
            {
                throw new BuildException($"configmap {entry.Name} illegally repeats the key `{key}`");
            }
        }

        return result;
    }

    private static void Put(MapNode root, string key, ReadOnlyMemory<byte> bytes, bool secret)
    {
        if (secret)
        {
            Field(root, "data")[key] = ScalarNode.Of(Wrapped(bytes.Span));
            return;
        }

        if (TextOf(bytes.Span) is { } text)
        {
            Field(root, "data")[key] = ScalarWriting.Made(text);
        }
        else
        {
            Field(root, "binaryData")[key] = ScalarNode.Of(Wrapped(bytes.Span));
        }
    }

    private static string? TextOf(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    private static MapNode Field(MapNode root, string name)
    {
        if (root[name] is not MapNode map)
        {
            map = new MapNode();
            root[name] = map;
        }

        return map;
    }

    /// <summary>Base64; what does not fit on one line is cut into several, each ended.</summary>
    private static string Wrapped(ReadOnlySpan<byte> bytes)
    {
        var text = Convert.ToBase64String(bytes);
        if (text.Length < Base64Line)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + (text.Length / Base64Line) + 1);
        for (var i = 0; i < text.Length; i += Base64Line)
        {
            result.Append(text, i, Math.Min(Base64Line, text.Length - i)).Append('\n');
        }

        return result.ToString();
    }

    private static void Decorate(MapNode root, MapNode metadata, GeneratorOptions? options)
    {
        Add("labels", options?.Labels);
        Add("annotations", options?.Annotations);
        if (options is { Immutable: true })
        {
            root["immutable"] = ScalarNode.True;
        }

        void Add(string name, SortedDictionary<string, string>? pairs)
        {
            foreach (var (key, value) in pairs ?? [])
            {
                Field(metadata, name)[key] = ScalarWriting.Made(value);
            }
        }
    }
}
