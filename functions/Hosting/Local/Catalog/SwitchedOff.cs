using Microsoft.Extensions.Configuration;

namespace Plumbline.Functions.Hosting.Local.Catalog;

/// <summary>
/// Functions that settings switch off, by the name that Azure has for it: <c>AzureWebJobs.NAME.Disabled</c>, on Linux <c>AzureWebJobs__NAME__Disabled</c>
/// (reference of the Functions host). So one copy can take webhooks while others work through the queues.
/// </summary>
internal static class SwitchedOff
{
    private const string Section = "AzureWebJobs";
    private const string Disabled = "Disabled";

    /// <summary>The functions that are left.</summary>
    /// <exception cref="InvalidDataException">A setting names no function, or is neither <c>true</c> nor <c>false</c>; all are listed.</exception>
    public static IReadOnlyList<FunctionDescriptor> Without(IReadOnlyList<FunctionDescriptor> functions, IConfiguration settings)
    {
        var faults = new List<string>();
        var off = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, key, value) in Named(settings))
        {
            if (!functions.Any(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add($"{key}: there is no function '{name}'; the functions are {string.Join(", ", functions.Select(f => f.Name))}.");
            }
            else if (!bool.TryParse(value, out var isOff))
            {
                faults.Add($"{key} must be true or false.");
            }
            else if (isOff)
            {
                off.Add(name);
            }
        }

        return faults.Count == 0 ? [.. functions.Where(f => !off.Contains(f.Name))] : throw new InvalidDataException(string.Join('\n', faults));
    }

    private static IEnumerable<(string Name, string Key, string? Value)> Named(IConfiguration settings)
    {
        foreach (var child in settings.GetChildren())
        {
            if (child.Key.StartsWith(Section + '.', StringComparison.OrdinalIgnoreCase) && child.Key.EndsWith('.' + Disabled, StringComparison.OrdinalIgnoreCase))
            {
                yield return (child.Key[(Section.Length + 1)..^(Disabled.Length + 1)], child.Key, child.Value);
            }
        }

        foreach (var child in settings.GetSection(Section).GetChildren())
        {
            if (child[Disabled] is { } value)
            {
                yield return (child.Key, $"{Section}__{child.Key}__{Disabled}", value);
            }
        }
    }
}
