namespace Plumbline.Support.Processes;

/// <summary>What to start and how, for <see cref="ChildProcess.StartAsync"/>.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>What messages call it, such as <c>etcd</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The program's path.</summary>
    public required string File { get; init; }

    /// <summary>Its arguments, passed on without a shell reading them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables set on top of the parent's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it runs; null: the parent's folder.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>How it ends when the handle is disposed or the parent is gone. Default: killed.</summary>
    public StopSignal Stop { get; init; } = StopSignal.Kill;

    /// <summary>Called for each line it writes to stdout or stderr, on a reader's thread; null: lines are only kept.</summary>
    public Action<string>? OnLine { get; init; }
}
