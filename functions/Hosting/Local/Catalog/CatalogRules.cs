using Plumbline.Core.Messages;

namespace Plumbline.Functions.Hosting.Local.Catalog;

/// <summary>What all functions together must be.</summary>
internal static class CatalogRules
{
    public static IEnumerable<string> Check(IReadOnlyList<FunctionDescriptor> functions)
    {
        foreach (var same in functions.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            yield return $"Function {same.Key}: {same.Count()} functions have this name.";
        }

        var calls = functions.Where(f => f.Trigger is HttpCall).SelectMany(f => ((HttpCall)f.Trigger).Methods.Select(m => (f.Name, Key: $"{m} {Shape(((HttpCall)f.Trigger).Route)}")));
        foreach (var same in calls.GroupBy(c => c.Key, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            yield return $"Functions {string.Join(", ", same.Select(s => s.Name))}: the same route and method, {same.Key}.";
        }

        var queues = functions.Where(f => f.Trigger is QueueCall).ToLookup(f => ((QueueCall)f.Trigger).Queue, StringComparer.Ordinal);
        foreach (var same in queues.Where(g => g.Count() > 1))
        {
            yield return $"Functions {string.Join(", ", same.Select(s => s.Name))}: one queue has one function, {same.Key}.";
        }

        foreach (var queue in queues.Where(q => !q.Key.EndsWith(QueueName.PoisonSuffix, StringComparison.Ordinal)))
        {
            if (queue.Key.Length + QueueName.PoisonSuffix.Length > 63)
            {
                yield return $"Queue {queue.Key}: too long for its poison queue.";
            }
        }
    }

    private static string Shape(string route) =>
        string.Join('/', route.Split('/').Select(s => s.StartsWith('{') ? "{}" : s));
}
