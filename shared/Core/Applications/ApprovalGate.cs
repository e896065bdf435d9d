namespace Plumbline.Core.Applications;

/// <summary>Somebody has to agree to a plan before it is applied (docs/spec/application.md#approval).</summary>
/// <param name="Chat">The chat it is asked in: <c>slack</c>.</param>
/// <param name="Channel">Channel with its <c>#</c>, or a channel id.</param>
/// <param name="Approvers">Ids of those who may decide; empty means everybody in the channel.</param>
public sealed record ApprovalGate(string Chat, string Channel, IReadOnlyList<string> Approvers);
