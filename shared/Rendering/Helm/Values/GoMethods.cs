using System.Collections.Frozen;

namespace Plumbline.Rendering.Helm.Values;

/// <summary>
/// The methods of a named map or list type. Each is a <see cref="GoFunction"/> whose body gets the receiver as its first argument
/// (not counted in its parameters) and the call's arguments after it.
/// </summary>
internal sealed class GoMethods(IEnumerable<GoFunction> methods)
{
    private readonly FrozenDictionary<string, GoFunction> _methods = methods.ToFrozenDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>The method of that name, or null.</summary>
    public GoFunction? Find(string name) => _methods.GetValueOrDefault(name);
}
