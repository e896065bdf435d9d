namespace Plumbline.Helm.Repositories;

/// <summary>What was used most recently, by name, in the process. Safe for concurrent use.</summary>
/// <param name="mostBytes">How much all together may be; one is kept whatever its size.</param>
internal sealed class RecentlyUsed<T>(long mostBytes)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Item>> _byName = new(StringComparer.Ordinal);
    private readonly LinkedList<Item> _recent = new();
    private long _bytes;

    /// <summary>What is kept under a name; null when nothing is.</summary>
    public T? Find(string name)
    {
        lock (_lock)
        {
            if (!_byName.TryGetValue(name, out var node))
            {
                return null;
            }

            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Value;
        }
    }

    /// <summary>Keeps a value under a name, in place of those that were not used for longest.</summary>
    public T Keep(string name, T value, long bytes)
    {
        lock (_lock)
        {
            if (_byName.Remove(name, out var known))
            {
                Forget(known);
            }

            _byName[name] = _recent.AddFirst(new Item(name, value, bytes));
            _bytes += bytes;
            while (_recent.Count > 1 && _bytes > mostBytes)
            {
                var last = _recent.Last!;
                _byName.Remove(last.Value.Name);
                Forget(last);
            }
        }

        return value;
    }

    private void Forget(LinkedListNode<Item> node)
    {
        _recent.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Item(string Name, T Value, long Bytes);
}
