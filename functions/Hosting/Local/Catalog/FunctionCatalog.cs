using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Plumbline.Functions.Hosting.Local.Catalog;

/// <summary>Finds functions by their attributes, once at start. The only place of the product that reflects.</summary>
internal static class FunctionCatalog
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The functions among <paramref name="types"/>, in order of their names.</summary>
    /// <exception cref="FunctionRefusedException">One or more would not work in Azure; all are listed.</exception>
    public static IReadOnlyList<FunctionDescriptor> Find(IEnumerable<Type> types)
    {
        var faults = new List<string>();
        var found = new List<FunctionDescriptor>();
        foreach (var type in types)
        {
            var methods = type.GetMethods(Any).Where(m => m.IsDefined(typeof(FunctionAttribute))).ToList();
            faults.AddRange(methods.Count == 0 ? [] : ClassRules.Check(type, methods));
            foreach (var method in methods)
            {
                var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
                var methodFaults = MethodRules.Check(name, method);
                faults.AddRange(methodFaults);
                if (methodFaults.Count == 0)
                {
                    found.Add(new FunctionDescriptor(name, type, method, TriggerOf(method)));
                }
            }
        }

        faults.AddRange(CatalogRules.Check(found));
        return faults.Count == 0 ? [.. found.OrderBy(f => f.Name, StringComparer.Ordinal)] : throw new FunctionRefusedException(faults);
    }

    private static Trigger TriggerOf(MethodInfo method)
    {
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttribute<HttpTriggerAttribute>() is { } http)
            {
                return new HttpCall(http.Route ?? method.GetCustomAttribute<FunctionAttribute>()!.Name, [.. http.Methods!.Select(m => m.ToUpperInvariant())]);
            }

            if (parameter.GetCustomAttribute<QueueTriggerAttribute>() is { } queue)
            {
                return new QueueCall(queue.QueueName);
            }

            if (parameter.GetCustomAttribute<TimerTriggerAttribute>() is { } timer)
            {
                return new TimerCall(timer.Schedule, timer.UseMonitor);
            }
        }

        throw new InvalidOperationException("a function passed the rules without a trigger");
    }
}
