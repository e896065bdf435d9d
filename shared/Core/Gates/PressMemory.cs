using System.Globalization;
using Plumbline.Core.State;

namespace Plumbline.Core.Gates;

/// <summary>Presses of chat buttons that were taken in, by their signature, so that a repeat inside of the window of freshness does nothing (T-SL-2).</summary>
public sealed class PressMemory(IDocumentStore documents)
{
    private const string Partition = "slack-seen";

    // Signatures are good for minutes; what is kept longer than this serves nobody.
    private static readonly TimeSpan Useful = TimeSpan.FromDays(1);

    /// <summary>Whether the press was taken in before.</summary>
    public async Task<bool> Knows(string signature, CancellationToken token) => await documents.Find(KeyOf(signature), token) is not null;

    /// <summary>Remembers a press; one that is remembered already is left as it is.</summary>
    public Task Note(string signature, DateTimeOffset at, CancellationToken token) =>
        documents.Insert(KeyOf(signature), at.ToString("O", CultureInfo.InvariantCulture), token);

    /// <summary>Forgets those that no repeat can be fresh of any more. Safe to repeat and to stop anywhere.</summary>
    public async Task Forget(DateTimeOffset now, CancellationToken token)
    {
        await foreach (var stamp in documents.Stamps(Partition, token))
        {
            if (stamp.Written < now - Useful)
            {
                await documents.Delete(stamp.Key, null, token);
            }
        }
    }

    private static DocumentKey KeyOf(string signature) => new(Partition, signature);
}
