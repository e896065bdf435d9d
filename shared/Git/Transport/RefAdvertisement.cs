using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Plumbline.Core.Git;

namespace Plumbline.Git.Transport;

/// <summary>The refs that a host advertises, tags peeled to what they point at.</summary>
internal static class RefAdvertisement
{
    private const string Peeled = "^{}";

    /// <summary>Reads an answer of <c>info/refs</c> (protocol version 0, pkt-lines) as it comes in.</summary>
    /// <param name="also">Refs outside heads and tags to keep.</param>
    /// <param name="mostRefs">More than these are refused.</param>
    /// <exception cref="GitException">It is no such answer, is too large, or broke off.</exception>
    public static async Task<RemoteRefs> Read(Stream stream, IReadOnlySet<string> also, int mostRefs, CancellationToken token)
    {
        var reader = PipeReader.Create(stream);
        var builder = new Builder(also, mostRefs);
        while (true)
        {
            var read = await reader.ReadAsync(token);
            var buffer = read.Buffer;
            while (TryTake(ref buffer, out var line))
            {
                if (builder.Add(line))
                {
                    await reader.CompleteAsync();
                    return builder.Build();
                }
            }

            if (read.IsCompleted)
            {
                throw Malformed("breaks off");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    // One pkt-line: four hexadecimal digits of length (their own included), then the content; 0000 is a flush, given as null.
    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out string? line)
    {
        line = null;
        if (buffer.Length < 4)
        {
            return false;
        }

        Span<byte> digits = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(digits);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, null, out var length) || length is 1 or 2 or 3)
        {
            throw Malformed("has a line of no valid length");
        }

        if (length == 0)
        {
            buffer = buffer.Slice(4);
            return true;
        }

        if (buffer.Length < length)
        {
            return false;
        }

        line = Encoding.UTF8.GetString(buffer.Slice(4, length - 4)).TrimEnd('\n');
        buffer = buffer.Slice(length);
        return true;
    }

    private static GitException Malformed(string how) => new(GitFailure.Corrupt, $"The host's list of refs {how}.");

    private sealed class Builder(IReadOnlySet<string> also, int mostRefs)
    {
        private readonly Dictionary<string, CommitId> _tips = new(StringComparer.Ordinal);
        private string? _headRef;
        private CommitId? _head;
        private int _flushes;
        private int _refs;

        /// <summary>True after the last line.</summary>
        public bool Add(string? line)
        {
            if (line is null)
            {
                return ++_flushes == 2;
            }

            if (line.StartsWith("ERR ", StringComparison.Ordinal))
            {
                throw new GitException(GitFailure.NotFoundOrDenied, "The host refuses to list the repository's refs.");
            }

            if (_flushes == 0)
            {
                return line.StartsWith("# service=git-upload-pack", StringComparison.Ordinal) ? false : throw Malformed("does not begin as one");
            }

            if (++_refs > mostRefs)
            {
                throw new GitException(GitFailure.TooLarge, $"The repository has more than {mostRefs} refs.");
            }

            if (!line.StartsWith("version ", StringComparison.Ordinal) && !line.StartsWith("shallow ", StringComparison.Ordinal))
            {
                AddRef(line);
            }

            return false;
        }

        public RemoteRefs Build()
        {
            var head = _headRef is { } named && _tips.ContainsKey(named) ? named : null;
            if (head is null && _head is { } commit && _headRef is null)
            {
                // Old servers do not say what HEAD points to; git's own guess is a branch with the same commit.
                head = new[] { "refs/heads/main", "refs/heads/master" }.FirstOrDefault(n => _tips.TryGetValue(n, out var tip) && tip == commit)
                    ?? _tips.Where(t => t.Value == commit && t.Key.StartsWith("refs/heads/", StringComparison.Ordinal)).Select(t => t.Key).Order(StringComparer.Ordinal).FirstOrDefault();
            }

            return new RemoteRefs(_tips, head, _head);
        }

        private void AddRef(string line)
        {
            var end = line.IndexOf('\0', StringComparison.Ordinal);
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || (end >= 0 && end < space) || !CommitId.IsValid(line[..space]))
            {
                throw Malformed("has a line that names no ref");
            }

            if (end >= 0)
            {
                _headRef ??= line[(end + 1)..].Split(' ').FirstOrDefault(c => c.StartsWith("symref=HEAD:", StringComparison.Ordinal))?["symref=HEAD:".Length..];
            }

            var name = line[(space + 1)..(end < 0 ? line.Length : end)];
            var id = new CommitId(line[..space]);
            if (name == "HEAD")
            {
                _head = id;
                return;
            }

            var full = name.EndsWith(Peeled, StringComparison.Ordinal) ? name[..^Peeled.Length] : name;
            if (full.StartsWith("refs/heads/", StringComparison.Ordinal) || full.StartsWith("refs/tags/", StringComparison.Ordinal) || also.Contains(full))
            {
                _tips[full] = id;
            }
        }
    }
}
