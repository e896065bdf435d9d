using Plumbline.Core.State;

namespace Plumbline.Support.State;

/// <summary>What goes wrong with a call.</summary>
public enum StorageFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The call throws and has no effect.</summary>
    Refused,

    /// <summary>The call takes effect and throws: its answer was lost.</summary>
    AnswerLost,
}

/// <summary>Switches faults of the fakes on and off. Names of calls are those of the ports' methods, such as <c>Insert</c>.</summary>
public sealed class StorageFaults
{
    /// <summary>Asked at each call with the port's method and the key, name or queue. Null: nothing goes wrong.</summary>
    public Func<string, string, StorageFault>? Plan { get; set; }

    /// <summary>Every call is refused while set.</summary>
    public bool Down { get; set; }

    internal async Task<T> Run<T>(string method, string subject, Func<T> call, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();

        // A real store never answers on the caller's stack.
        await Task.Yield();
        var fault = Down ? StorageFault.Refused : Plan?.Invoke(method, subject) ?? StorageFault.None;
        if (fault == StorageFault.Refused)
        {
            throw new StorageException($"{method}: refused on purpose", isTransient: true);
        }

        var result = call();
        return fault == StorageFault.AnswerLost ? throw new StorageException($"{method}: answer lost on purpose", isTransient: true) : result;
    }
}
