using Plumbline.Core.Git;

namespace Plumbline.Sync.Inbox;

/// <summary>What a delivery says. It only names what to look at; nothing of it is believed (design §2.2).</summary>
public abstract record DecodedDelivery;

/// <summary>Refs of a repository may have moved.</summary>
/// <param name="Repository">The repository's identity as <see cref="RepositoryUrl.Key"/> forms it; compared with configured repositories, never fetched from.</param>
/// <param name="Refs">Every ref of the delivery.</param>
public sealed record RefsMoved(string Repository, IReadOnlyList<MovedRef> Refs) : DecodedDelivery;

/// <summary>A ref that may have moved.</summary>
/// <param name="Name">Full name, such as <c>refs/heads/main</c>.</param>
/// <param name="Before">Commit it pointed to as the sender says; null for a new ref or when it does not say. A hint only.</param>
/// <param name="After">Commit it points to as the sender says; null for a deleted ref or when it does not say. A hint only.</param>
public sealed record MovedRef(string Name, string? Before, string? After);

/// <summary>CI asks for a sync of one application.</summary>
/// <param name="Application">Name of the application.</param>
/// <param name="Revision">Commit or ref the sender speaks of; null when it does not say. A hint only.</param>
/// <param name="Reason">Why, in the sender's words; null when it does not say.</param>
public sealed record SyncAsked(string Application, string? Revision, string? Reason) : DecodedDelivery;

/// <summary>Authentic, but nothing to do.</summary>
/// <param name="Why">One plain sentence, without the sender's text.</param>
public sealed record NothingToDo(string Why) : DecodedDelivery;
