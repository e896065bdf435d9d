namespace Plumbline.Flows;

/// <summary>A signed callback of a chat service as it came in.</summary>
/// <param name="Body">The raw bytes.</param>
/// <param name="Signatures">Every value of the signature header; more or fewer than one is refused.</param>
/// <param name="Timestamps">Every value of the timestamp header.</param>
public sealed record InteractionRequest(ReadOnlyMemory<byte> Body, IReadOnlyList<string> Signatures, IReadOnlyList<string> Timestamps);

/// <summary>How a callback is answered.</summary>
public enum InteractionOutcome
{
    /// <summary>Authentic, and stored where it meant something: 200 with an empty body.</summary>
    Accepted,

    /// <summary>Not signed by the service, too old, or a repeat outside what is allowed: 401.</summary>
    Unauthentic,

    /// <summary>Authentic, but not a form that is understood: 400.</summary>
    Malformed,
}

/// <summary>Takes decisions that people make in chat.</summary>
public interface IInteractionHandler
{
    /// <summary>Verifies and stores a press; returns within the service's limit of 3 seconds, so everything else happens later.</summary>
    /// <exception cref="Core.State.StorageException">It could not be stored; the service is answered 503.</exception>
    Task<InteractionOutcome> Handle(InteractionRequest request, CancellationToken token);
}
