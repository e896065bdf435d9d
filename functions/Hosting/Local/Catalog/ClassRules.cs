using System.Reflection;

namespace Plumbline.Functions.Hosting.Local.Catalog;

/// <summary>What a class with functions must be, so that the generators of the Azure worker find and call them.</summary>
internal static class ClassRules
{
    public static IEnumerable<string> Check(Type type, IReadOnlyList<MethodInfo> methods)
    {
        if (!type.IsVisible && !type.IsPublic)
        {
            yield return $"{type.FullName}: a class with functions must be public.";
        }

        if (type.IsNested)
        {
            yield return $"{type.FullName}: a class with functions must not be nested.";
        }

        if (!type.IsClass || type.IsAbstract || !type.IsSealed)
        {
            yield return $"{type.FullName}: a class with functions must be sealed, and neither abstract, static, an interface nor a struct.";
        }

        if (type.IsGenericType)
        {
            yield return $"{type.FullName}: a class with functions must not be generic.";
        }

        if (typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type))
        {
            yield return $"{type.FullName}: a class with functions must not be disposable, since it is never disposed of.";
        }

        foreach (var method in methods.Where(m => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static).Count(o => o.Name == m.Name) > 1))
        {
            yield return $"{type.FullName}.{method.Name}: a function must not have overloads.";
        }
    }
}
