using System.Collections.Frozen;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>A set of functions by name. Go's built-in functions are in every table; a table's own entries hide them. Immutable, shared by all renders.</summary>
internal sealed class FunctionTable
{
    private readonly FrozenDictionary<string, GoFunction> _functions;

    /// <summary>A table; a later function hides an earlier one of the same name.</summary>
    public FunctionTable(IEnumerable<GoFunction> functions)
    {
        var byName = new Dictionary<string, GoFunction>(StringComparer.Ordinal);
        foreach (var function in functions)
        {
            byName[function.Name] = function;
        }

        _functions = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The function of that name, or null.</summary>
    public GoFunction? Find(string name) => _functions.GetValueOrDefault(name);

    /// <summary>All functions, for tests that walk them.</summary>
    public IEnumerable<GoFunction> All => _functions.Values;
}
