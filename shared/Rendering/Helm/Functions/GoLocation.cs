using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>What <c>.Location</c> of a time gives: Go's <c>*time.Location</c>.</summary>
internal sealed class GoLocation(GoZone zone) : IGoObject
{
    private static readonly GoFunction String = new("String", [], false, static (_, a) => ((GoLocation)a[0]!).StringValue) { Result = GoType.String };

    public string TypeName => "*time.Location";

    public IReadOnlyList<string> FieldNames => [];

    public string StringValue => zone.Name;

    public bool TryGetField(string name, out object? value)
    {
        value = null;
        return false;
    }

    public bool TryGetMethod(string name, out GoFunction? method)
    {
        method = name == "String" ? String : null;
        return method is not null;
    }
}
