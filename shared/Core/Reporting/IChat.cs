namespace Plumbline.Core.Reporting;

/// <summary>Where a chat message stands, as the chat service names it. Opaque to everyone else.</summary>
/// <param name="Channel">The channel's id as the service answered it.</param>
/// <param name="Id">The message's id.</param>
public sealed record ChatMessageRef(string Channel, string Id);

/// <summary>A button under a chat message.</summary>
/// <param name="Action">What it does, such as <c>approve</c>.</param>
/// <param name="Label">Its text.</param>
/// <param name="Value">A random id that comes back with a press; never authority by itself.</param>
/// <param name="Style">How it stands out.</param>
public sealed record ChatButton(string Action, string Label, string Value, ChatButtonStyle Style);

/// <summary>How a button stands out.</summary>
public enum ChatButtonStyle
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>The expected choice.</summary>
    Primary,

    /// <summary>The choice that refuses.</summary>
    Danger,
}

/// <summary>
/// A message in our own words; the adapter escapes every text and shapes it for its service. Plain text only: nothing in it is markup.
/// </summary>
/// <param name="Title">One line.</param>
/// <param name="Sections">Paragraphs, in order.</param>
/// <param name="Facts">Short label and value pairs shown side by side.</param>
/// <param name="Footer">Small print; null for none.</param>
/// <param name="Buttons">Buttons; empty for none.</param>
public sealed record ChatMessage(
    string Title,
    IReadOnlyList<string> Sections,
    IReadOnlyList<(string Label, string Value)> Facts,
    string? Footer,
    IReadOnlyList<ChatButton> Buttons);

/// <summary>Posts and edits chat messages. Trouble is thrown as <see cref="OutboundException"/>.</summary>
public interface IChat
{
    /// <summary>Posts a message to a channel named as users write it (<c>#deploys</c>).</summary>
    /// <param name="key">Names the message; travels with it.</param>
    /// <param name="mayBeThere">An earlier call with this key may have posted it: look for it first and give that one.</param>
    Task<ChatMessageRef> Post(string channel, ChatMessage message, string key, bool mayBeThere, CancellationToken token);

    /// <summary>Replaces a message that was posted.</summary>
    Task Update(ChatMessageRef reference, ChatMessage message, CancellationToken token);

    /// <summary>Says something that only one person sees.</summary>
    Task Whisper(string channelId, string userId, string text, CancellationToken token);
}
