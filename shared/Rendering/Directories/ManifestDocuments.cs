using System.Text;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;

namespace Plumbline.Rendering.Directories;

/// <summary>
/// Takes the objects out of a manifest file. What is no object is skipped only where the whole file holds none, as Argo CD does; beside objects it is an
/// error, for a misspelt <c>kind</c> must not make an object vanish from the cluster.
/// </summary>
internal static class ManifestDocuments
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    public static void Read(RepoPath file, ReadOnlyMemory<byte> bytes, List<KubernetesObject> objects, List<Problem> problems)
    {
        // SRC-20: the marker counts wherever it stands in the file.
        if (bytes.Span.IndexOf("+argocd:skip-file-rendering"u8) >= 0)
        {
            return;
        }

        if (LargeFilePointer.Is(bytes.Span))
        {
            problems.Add(LargeFilePointer.Problem(file));
            return;
        }

        var isJson = file.Name.EndsWith(".json", StringComparison.Ordinal);
        try
        {
            var documents = Parse(file, bytes.Span);
            if (isJson && documents.Count > 1)
            {
                problems.Add(Error(file, documents[1], "A JSON file holds one object; this one holds several.", "Put them into a List, or into files of their own."));
                return;
            }

            Add(file, documents, isJson, objects, problems);
        }
        catch (ProblemException e) when (isJson || LooksLikeManifest(bytes.Span))
        {
            problems.AddRange(e.Problems.Select(p => p.InFile(file.Value)));
        }
        catch (ProblemException e)
        {
            problems.AddRange(e.Problems.Select(p => p.InFile(file.Value) with
            {
                Severity = ProblemSeverity.Warning,
                Message = $"The file is skipped, because it cannot be read and does not look like a manifest. {p.Message}",
            }));
        }
    }

    private static IReadOnlyList<Node> Parse(RepoPath file, ReadOnlySpan<byte> bytes)
    {
        // Windows tools write UTF-16; with a byte order mark there is no doubt about it, and Argo CD reads it as well.
        var encoding = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? LittleEndian : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? (Encoding)BigEndian : Utf8;
        if (encoding == Utf8)
        {
            return YamlReader.ReadAll(bytes, file.Value, YamlReadOptions.Default);
        }

        try
        {
            return YamlReader.ReadAll(encoding.GetString(bytes[2..]), file.Value, YamlReadOptions.Default);
        }
        catch (DecoderFallbackException)
        {
            throw new ProblemException(new Problem(ProblemCode.YamlEncoding, "The text is not UTF-16, as its first bytes say.") { File = file.Value });
        }
    }

    private static void Add(RepoPath file, IReadOnlyList<Node> documents, bool isJson, List<KubernetesObject> objects, List<Problem> problems)
    {
        var strangers = new List<Node>();
        var any = false;
        foreach (var document in documents)
        {
            foreach (var node in ObjectLists.Flatten(document))
            {
                if (node is MapNode map && map["kind"] is ScalarNode { StringValue.Length: > 0 })
                {
                    any = true;
                    AddObject(file, map, document, objects, problems);
                }
                else if (!node.IsNull)
                {
                    strangers.Add(node.Position.IsKnown ? node : document);
                }
            }
        }

        if (any || isJson)
        {
            problems.AddRange(strangers.Select(s => Error(file, s, "The document is no object: it has no kind.", "Remove it, or write apiVersion and kind.")));
        }
        else
        {
            problems.AddRange(strangers.Where(LooksHalf).Select(s => Error(file, s, "The document is skipped: it has no kind.", null) with { Severity = ProblemSeverity.Warning }));
        }
    }

    private static void AddObject(RepoPath file, MapNode map, Node document, List<KubernetesObject> objects, List<Problem> problems)
    {
        if (map["apiVersion"] is not ScalarNode { StringValue.Length: > 0 })
        {
            problems.Add(Error(file, map, "The object has no apiVersion.", null) with { Field = "apiVersion" });
        }
        else if (map["metadata"] is not MapNode)
        {
            problems.Add(Error(file, map, "The object has no metadata.", "Write metadata with a name.") with { Field = "metadata" });
        }
        else
        {
            objects.Add(new KubernetesObject(map) { Origin = new ObjectOrigin(file.Value, map.Position.IsKnown ? map.Position : document.Position) });
        }
    }

    private static bool LooksHalf(Node node) => node is MapNode map && map.Has("apiVersion") && map.Has("metadata");

    private static bool LooksLikeManifest(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("apiVersion"u8) >= 0 && bytes.IndexOf("kind"u8) >= 0 && bytes.IndexOf("metadata"u8) >= 0;

    private static Problem Error(RepoPath file, Node at, string message, string? hint) =>
        new(ProblemCode.ObjectInvalid, message) { File = file.Value, Position = at.Position, Hint = hint };
}
