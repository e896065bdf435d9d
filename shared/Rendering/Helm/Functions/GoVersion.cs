using System.Collections.Frozen;
using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>What <c>semver</c> gives: Masterminds' <c>*semver.Version</c>; or the struct itself, which its methods that make another version give.</summary>
internal sealed class GoVersion(SemanticVersion version, bool isPointer = true) : IGoObject, IEquatable<GoVersion>
{
    // Methods that only a pointer has.
    private static readonly FrozenSet<string> OfPointer = FrozenSet.Create(
        StringComparer.Ordinal, "Original", "Compare", "Equal", "LessThan", "LessThanEqual", "GreaterThan", "GreaterThanEqual");

    private static readonly FrozenDictionary<string, GoFunction> Methods = MakeMethods();

    /// <summary>Go's zero version.</summary>
    public static readonly GoVersion Zero = new(SemanticVersion.TryParse("0.0.0", out var zero, out _) ? zero : throw new InvalidOperationException("0.0.0 is a version"));

    private readonly SemanticVersion _version = version;

    public string TypeName => isPointer ? "*semver.Version" : "semver.Version";

    public IReadOnlyList<string> FieldNames => [];

    public string StringValue => _version.ToString();

    public IReadOnlyList<KeyValuePair<string, object?>> AllFields =>
    [
        new("major", _version.Major), new("minor", _version.Minor), new("patch", _version.Patch),
        new("pre", _version.Prerelease), new("metadata", _version.Metadata), new("original", _version.Original),
    ];

    public bool Equals(GoVersion? other) => other is not null && TypeName == other.TypeName && _version.Original == other._version.Original;

    public override bool Equals(object? obj) => Equals(obj as GoVersion);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_version.Original);

    public bool TryGetField(string name, out object? value)
    {
        value = null;
        return false;
    }

    public bool TryGetMethod(string name, out GoFunction? method)
    {
        method = null;
        return (isPointer || !OfPointer.Contains(name)) && Methods.TryGetValue(name, out method);
    }

    private static FrozenDictionary<string, GoFunction> MakeMethods()
    {
        static SemanticVersion V(object? o) => ((GoVersion)o!)._version;
        static SemanticVersion Other(object? o) => o is GoVersion v ? v._version : throw new GoErrorException(ArgumentReading.NilDereference);
        static GoVersion Next(SemanticVersion? v, string part) => new(v ?? throw new GoErrorException($"{part} version increment would overflow uint64"), isPointer: false);
        return new FunctionList()
            .Add("Major", [], GoType.Uint64, static (_, a) => V(a[0]).Major)
            .Add("Minor", [], GoType.Uint64, static (_, a) => V(a[0]).Minor)
            .Add("Patch", [], GoType.Uint64, static (_, a) => V(a[0]).Patch)
            .Add("Prerelease", [], GoType.String, static (_, a) => V(a[0]).Prerelease)
            .Add("Metadata", [], GoType.String, static (_, a) => V(a[0]).Metadata)
            .Add("Original", [], GoType.String, static (_, a) => V(a[0]).Original)
            .Add("String", [], GoType.String, static (_, a) => V(a[0]).ToString())
            .Add("Compare", [GoType.Version], GoType.Int, static (_, a) => Boxes.Of(Math.Sign(V(a[0]).CompareTo(Other(a[1])))))
            .Add("Equal", [GoType.Version], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) == 0))
            .Add("LessThan", [GoType.Version], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) < 0))
            .Add("LessThanEqual", [GoType.Version], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) <= 0))
            .Add("GreaterThan", [GoType.Version], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) > 0))
            .Add("GreaterThanEqual", [GoType.Version], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) >= 0))
            .Add("IncMajor", [], GoType.Struct, static (_, a) => Next(V(a[0]).NextMajor(), "major"))
            .Add("IncMinor", [], GoType.Struct, static (_, a) => Next(V(a[0]).NextMinor(), "minor"))
            .Add("IncPatch", [], GoType.Struct, static (_, a) => Next(V(a[0]).NextPatch(), "patch"))
            .Add("SetPrerelease", [GoType.String], GoType.Struct, static (_, a) => V(a[0]).TryWithPrerelease(a.Text(1), out var v, out var e) ? new GoVersion(v, isPointer: false) : throw new GoErrorException(e))
            .Add("SetMetadata", [GoType.String], GoType.Struct, static (_, a) => V(a[0]).TryWithMetadata(a.Text(1), out var v, out var e) ? new GoVersion(v, isPointer: false) : throw new GoErrorException(e))
            .Functions.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }
}
