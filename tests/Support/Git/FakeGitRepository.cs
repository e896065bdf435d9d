using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Git;
using Plumbline.Core.Sources;

namespace Plumbline.Support.Git;

/// <summary>One repository of <see cref="FakeGitRepositories"/>: commits in memory. Equal steps give equal commits.</summary>
public sealed class FakeGitRepository(string url) : IGitHost
{
    private static readonly DateTimeOffset FirstCommit = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeCommit> _commits = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fetched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refs = new(StringComparer.Ordinal);
    private int _made;

    /// <inheritdoc/>
    public string Url => url;

    /// <summary>What every question to the host ends with; null for answers. Commits that were fetched before stay readable. Default: null.</summary>
    public GitFailure? Failure { get; set; }

    /// <summary>Questions to the host so far.</summary>
    public int Asked { get; private set; }

    /// <summary>Adds a commit on <paramref name="branch"/> with just these files; its parent is the branch's tip.</summary>
    public string Commit(string branch, IReadOnlyDictionary<string, string> files, string message)
    {
        lock (_gate)
        {
            return Commit(branch, _refs.GetValueOrDefault($"refs/heads/{branch}"), files, message);
        }
    }

    /// <summary>Adds a commit that changes some files of the branch's tip; null deletes a file.</summary>
    public string Change(string branch, IReadOnlyDictionary<string, string?> changes, string message)
    {
        lock (_gate)
        {
            var parent = _refs.GetValueOrDefault($"refs/heads/{branch}");
            var files = parent is null ? new Dictionary<string, string>() : new Dictionary<string, string>(_commits[parent].Files);
            foreach (var (path, text) in changes)
            {
                if (text is null)
                {
                    files.Remove(path);
                }
                else
                {
                    files[path] = text;
                }
            }

            return Commit(branch, parent, files, message);
        }
    }

    /// <summary>Sets a full ref, forced; null deletes it.</summary>
    public void SetRef(string name, string? commit)
    {
        lock (_gate)
        {
            if (commit is null)
            {
                _refs.Remove(name);
            }
            else
            {
                _refs[name] = commit;
            }
        }
    }

    /// <summary>The commit that a full ref names; null when there is none.</summary>
    public string? TipOf(string name)
    {
        lock (_gate)
        {
            return _refs.GetValueOrDefault(name);
        }
    }

    Task<string> IGitHost.Commit(string branch, string? parent, IReadOnlyDictionary<string, string> files, string message, CancellationToken token)
    {
        lock (_gate)
        {
            return Task.FromResult(Commit(branch, parent, files, message));
        }
    }

    Task IGitHost.SetRef(string name, string? commit, CancellationToken token)
    {
        SetRef(name, commit);
        return Task.CompletedTask;
    }

    Task IGitHost.Tag(string name, string commit, CancellationToken token)
    {
        SetRef($"refs/tags/{name}", commit);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Collect(CancellationToken token)
    {
        lock (_gate)
        {
            var kept = new HashSet<string>(StringComparer.Ordinal);
            foreach (var tip in _refs.Values)
            {
                for (var id = tip; id is not null && kept.Add(id); id = _commits[id].Parent)
                {
                }
            }

            foreach (var id in _commits.Keys.Where(id => !kept.Contains(id) && !_fetched.Contains(id)).ToList())
            {
                _commits.Remove(id);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void SetDown(bool down) => Failure = down ? GitFailure.Unavailable : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal IReadOnlyDictionary<string, string> Ask()
    {
        lock (_gate)
        {
            Asked++;
            return Failure is { } failure ? throw new GitException(failure, "The host was told to fail.") : new Dictionary<string, string>(_refs);
        }
    }

    internal FakeCommit? Find(string id)
    {
        lock (_gate)
        {
            if (!_fetched.Contains(id))
            {
                _ = Ask();
            }

            if (_commits.TryGetValue(id, out var commit))
            {
                _fetched.Add(id);
            }

            return commit;
        }
    }

    internal IReadOnlyList<string> FindAbbreviated(string digits)
    {
        lock (_gate)
        {
            return [.. _commits.Keys.Where(id => id.StartsWith(digits, StringComparison.Ordinal))];
        }
    }

    private string Commit(string branch, string? parent, IReadOnlyDictionary<string, string> files, string message)
    {
        var text = new StringBuilder($"{parent}\n{_made}\n{message}\n");
        foreach (var (path, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            text.Append(path).Append('\0').Append(content).Append('\0');
        }

        // 40 digits, as git's; no security hangs on it.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 20));
        _commits[id] = new FakeCommit(id, parent, new Dictionary<string, string>(files), message, FirstCommit.AddMinutes(_made++));
        _refs[$"refs/heads/{branch}"] = id;
        return id;
    }
}

/// <summary>A commit of the fake.</summary>
internal sealed record FakeCommit(string Id, string? Parent, IReadOnlyDictionary<string, string> Files, string Message, DateTimeOffset Time)
{
    public ISourceTree Tree { get; } = new FakeCommitTree(Id, MemorySourceTree.Of(Files.Select(f => (f.Key, f.Value))));

    private sealed class FakeCommitTree(string id, MemorySourceTree inner) : ISourceTree
    {
        public string Id => id;

        public SourceEntry? Find(RepoPath path) => inner.Find(path);

        public IReadOnlyList<SourceEntry> List(RepoPath folder) => inner.List(folder);

        public ReadOnlyMemory<byte> Read(RepoPath file) => inner.Read(file);
    }
}
