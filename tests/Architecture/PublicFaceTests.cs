using System.Reflection;
using System.Runtime.CompilerServices;

namespace Plumbline.Architecture;

public sealed class PublicFaceTests
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Projects => [.. Layers.Shared.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_type_of_a_library_of_others_crosses_the_border(string name)
    {
        var strange =
            from type in Assembly.Load("Plumbline." + name).GetExportedTypes()
            from seen in Shown(type).SelectMany(s => Parts(s.Type).Select(p => (s.Member, Type: p)))
            let home = seen.Type.Assembly.GetName().Name!
            where !Layers.Shown.Any(s => home.StartsWith(s, StringComparison.Ordinal))
            select $"{type.FullName}.{seen.Member} shows {seen.Type.FullName}";

        Assert.Empty(strange.Distinct());
    }

    [Fact]
    public void At_least_nine_classes_of_ten_are_sealed()
    {
        var classes = Layers.Shared.SelectMany(p => Assembly.Load("Plumbline." + p.Name).GetTypes())
            .Where(t => t.IsClass && !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && !t.Name.Contains('<', StringComparison.Ordinal)
                && t.Namespace?.StartsWith("Plumbline", StringComparison.Ordinal) == true && !typeof(Delegate).IsAssignableFrom(t)).ToList();
        var open = classes.Where(t => !t.IsSealed).ToList();

        Assert.True(open.Count * 10 <= classes.Count, $"{open.Count} of {classes.Count} are open: {string.Join(", ", open.Select(t => t.Name))}");
    }

    [Fact]
    public void A_class_that_nothing_derives_from_is_sealed()
    {
        var all = Layers.Shared.SelectMany(p => Assembly.Load("Plumbline." + p.Name).GetTypes()).ToList();
        var bases = all.Select(t => t.BaseType is { IsGenericType: true } b ? b.GetGenericTypeDefinition() : t.BaseType).OfType<Type>().ToHashSet();

        var open = all.Where(t => t.IsClass && !t.IsSealed && !bases.Contains(t) && !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && !t.Name.Contains('<', StringComparison.Ordinal) && t.Namespace?.StartsWith("Plumbline", StringComparison.Ordinal) == true);

        Assert.Empty(open.Select(t => t.FullName));
    }

    private static IEnumerable<(string Member, Type Type)> Shown(Type type)
    {
        if (type.BaseType is { } parent)
        {
            yield return ("base", parent);
        }

        foreach (var face in type.GetInterfaces())
        {
            yield return ("interface", face);
        }

        foreach (var method in type.GetMethods(Members).Cast<MethodBase>().Concat(type.GetConstructors(Members)).Where(IsSeen))
        {
            foreach (var parameter in method.GetParameters())
            {
                yield return ($"{method.Name}({parameter.Name})", parameter.ParameterType);
            }

            if (method is MethodInfo { ReturnType: { } result })
            {
                yield return (method.Name, result);
            }
        }

        foreach (var field in type.GetFields(Members).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
        {
            yield return (field.Name, field.FieldType);
        }
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericParameter ? [] : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
