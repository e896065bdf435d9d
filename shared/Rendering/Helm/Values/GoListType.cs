namespace Plumbline.Rendering.Helm.Values;

/// <summary>The Go type of a <see cref="GoList"/>. Two lists have the same Go type when they share one instance.</summary>
/// <param name="Name">What <c>%T</c> prints.</param>
/// <param name="Element">The type of the items.</param>
/// <param name="Methods">Methods callable as <c>.Name args</c>; null for none.</param>
internal sealed record GoListType(string Name, GoType Element, GoMethods? Methods = null)
{
    /// <summary><c>[]interface {}</c>.</summary>
    public static readonly GoListType Any = new("[]interface {}", GoType.Any);

    /// <summary><c>[]string</c>.</summary>
    public static readonly GoListType String = new("[]string", GoType.String);

    /// <summary><c>[]int</c>.</summary>
    public static readonly GoListType Int = new("[]int", GoType.Int);

    /// <summary><c>[]map[string]interface {}</c>, a list of tables in TOML.</summary>
    public static readonly GoListType Tables = new("[]map[string]interface {}", GoType.Map);

    /// <summary><c>[][]interface {}</c>, the result of <c>chunk</c>.</summary>
    public static readonly GoListType Lists = new("[][]interface {}", GoType.List);
}
