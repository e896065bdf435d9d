using System.Text;
using System.Text.Json;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.State;

namespace Plumbline.Sync.Planning;

/// <summary>Plans and renders by digest, written once. What is stored is masked; the digest speaks of the true bytes.</summary>
internal sealed class PlanStore(IBlobStore blobs)
{
    /// <summary>Stores a plan and the render it speaks of.</summary>
    public async Task Save(PreparedPlan prepared, CancellationToken token)
    {
        var plan = prepared.Plan;
        var masked = new ListNode(prepared.Objects.Values.Select(o => (Node)prepared.Comparison.Mask(o).Root));
        await blobs.PutOnce(RenderName(plan.Render), JsonTree.Write(masked), token);
        await blobs.PutOnce(PlanName(plan.Digest), JsonSerializer.SerializeToUtf8Bytes(plan, PlanJson.Default.Plan), token);
    }

    /// <summary>Reads a plan; null where there is none (any more).</summary>
    public async Task<Plan?> Find(string digest, CancellationToken token) =>
        IsDigest(digest) && await blobs.Find(PlanName(digest), token) is { } blob ? JsonSerializer.Deserialize(blob.Bytes.Span, PlanJson.Default.Plan) : null;

    /// <summary>Reads a render as a JSON list of masked objects; null where there is none (any more).</summary>
    public async Task<string?> FindRender(string digest, CancellationToken token) =>
        IsDigest(digest) && await blobs.Find(RenderName(digest), token) is { } blob ? Encoding.UTF8.GetString(blob.Bytes.Span) : null;

    private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static string PlanName(string digest) => $"plans/{digest}";

    private static string RenderName(string digest) => $"renders/{digest}";
}
