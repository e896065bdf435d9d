using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Core.Applications;
using Plumbline.Core.Rendering;
using Plumbline.Core.State;
using Plumbline.Sync.Apps;

namespace Plumbline.Sync.Outside;

/// <summary>
/// What charts draw follows from one key of the installation, the application and its destination, so that every process, at any time, renders the same
/// (decision 0006). Keeps the key once it has it.
/// </summary>
/// <param name="documents">Keeps the key that is made where the operator has none.</param>
/// <param name="given">The operator's key; null for none.</param>
internal sealed class RenderChance(IDocumentStore documents, RenderKey? given)
{
    private static readonly DocumentKey Kept = new("render", "key");

    private byte[]? _key = given?.Value;

    /// <summary>
    /// Chance and time for a render of an application. The destination counts, since a project says who may use that: whoever takes a name that is free again cannot learn
    /// what was drawn under it elsewhere.
    /// </summary>
    public async Task<RenderMoment> Of(Application app, ToldTime told, CancellationToken token) =>
        new(await Derive(["chance", app.Name, app.Destination.Cluster.ToString(), app.Destination.Namespace], token), told.At);

    /// <summary>Digest of a live object's content that says nothing to who does not have the key.</summary>
    public async Task<string> Mark(string app, ReadOnlyMemory<byte> content, CancellationToken token) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(await Derive(["mark", app], token), content.Span))[..32];

    /// <summary>Key of the digests that name an application's renders.</summary>
    public Task<byte[]> DigestKey(string app, CancellationToken token) => Derive(["render", app], token);

    private async Task<byte[]> Derive(string[] use, CancellationToken token) => SeedDerivation.Of(_key ??= await Made(token), use);

    /// <summary>The key that was made first, by whichever process.</summary>
    private async Task<byte[]> Made(CancellationToken token)
    {
        while (true)
        {
            if (await documents.Find(Kept, token) is { } known)
            {
                return Convert.FromBase64String(JsonSerializer.Deserialize(known.Json, RenderKeyJson.Default.StoredRenderKey)!.Key);
            }

            var made = new StoredRenderKey(1, Convert.ToBase64String(RandomNumberGenerator.GetBytes(RenderMoment.LeastSeed)));
            await documents.Insert(Kept, JsonSerializer.Serialize(made, RenderKeyJson.Default.StoredRenderKey), token);
        }
    }
}

/// <summary>The key as it is kept.</summary>
/// <param name="V">Schema version, now 1.</param>
/// <param name="Key">Base64.</param>
internal sealed record StoredRenderKey(int V, string Key);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredRenderKey))]
internal sealed partial class RenderKeyJson : JsonSerializerContext;
