using Plumbline.Core.Git;
using Plumbline.Core.Reporting;

namespace Plumbline.Simulation;

/// <summary>Commit statuses and chat as the services would show them.</summary>
internal sealed class SimulatedOutside(Random chance, Func<bool> isFair) : ICommitStatuses, IChat
{
    private int _next;

    /// <summary>Everything that was ever said.</summary>
    public HashSet<string> Said { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Repository, string Commit, string Context), CommitStatus> Statuses { get; } = [];

    public Dictionary<string, (string Key, ChatMessage Message)> Messages { get; } = new(StringComparer.Ordinal);

    public bool Serves(RepositoryUrl repository) => true;

    public async Task Set(RepositoryUrl repository, CommitId commit, CommitStatus status, CancellationToken token)
    {
        await Task.Yield();
        Trouble();
        Statuses[(repository.Key, commit.Value, status.Context)] = status;
        Said.Add(status.Description);
        await Task.Yield();
    }

    public async Task<ChatMessageRef> Post(string channel, ChatMessage message, string key, bool mayBeThere, CancellationToken token)
    {
        await Task.Yield();
        Trouble();
        if (mayBeThere && Messages.FirstOrDefault(m => m.Value.Key == key) is { Key: { } known })
        {
            return new ChatMessageRef(channel, known);
        }

        var id = $"{++_next:D6}";
        Messages[id] = (key, message);
        Said.Add(System.Text.Json.JsonSerializer.Serialize(message));
        Trouble();
        return new ChatMessageRef(channel, id);
    }

    public async Task Update(ChatMessageRef reference, ChatMessage message, CancellationToken token)
    {
        await Task.Yield();
        Trouble();
        Messages[reference.Id] = (Messages[reference.Id].Key, message);
        Said.Add(System.Text.Json.JsonSerializer.Serialize(message));
    }

    public Task Whisper(string channelId, string userId, string text, CancellationToken token) => Task.CompletedTask;

    private void Trouble()
    {
        if (!isFair() && chance.Next(100) < 5)
        {
            throw new OutboundException("out of reach", isTransient: true, TimeSpan.FromSeconds(chance.Next(1, 30)));
        }
    }
}
