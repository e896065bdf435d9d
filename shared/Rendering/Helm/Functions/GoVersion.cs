using System.Collections.Frozen;
using Plumbline.Core.Versions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>What <c>semver</c> gives: Masterminds' <c>*semver.Version</c>.</summary>
internal sealed class GoVersion(SemanticVersion version) : IGoObject, IEquatable<GoVersion>
{
    private static readonly FrozenDictionary<string, GoFunction> Methods = MakeMethods();

    /// <summary>Go's zero version.</summary>
    public static readonly GoVersion Zero = new(SemanticVersion.TryParse("0.0.0", out var zero, out _) ? zero : throw new InvalidOperationException("0.0.0 is a version"));

    private readonly SemanticVersion _version = version;

    public string TypeName => "*semver.Version";

    public IReadOnlyList<string> FieldNames => [];

    public string StringValue => _version.ToString();

    public IReadOnlyList<KeyValuePair<string, object?>> AllFields =>
    [
        new("major", _version.Major), new("minor", _version.Minor), new("patch", _version.Patch),
        new("pre", _version.Prerelease), new("metadata", _version.Metadata), new("original", _version.Original),
    ];

    public bool Equals(GoVersion? other) => other is not null && _version.Original == other._version.Original;

    public override bool Equals(object? obj) => Equals(obj as GoVersion);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_version.Original);

    public bool TryGetField(string name, out object? value)
    {
        value = null;
        return false;
    }

    public bool TryGetMethod(string name, out GoFunction? method) => Methods.TryGetValue(name, out method);

    private static FrozenDictionary<string, GoFunction> MakeMethods()
    {
        static SemanticVersion V(object? o) => ((GoVersion)o!)._version;
        static SemanticVersion Other(object? o) => o is GoVersion v ? v._version : throw new GoErrorException(ArgumentReading.NilDereference);
        static GoVersion Next(SemanticVersion? v) => new(v ?? throw new GoErrorException("version number overflow"));
        return new FunctionList()
            .Add("Major", [], GoType.Any, static (_, a) => V(a[0]).Major)
            .Add("Minor", [], GoType.Any, static (_, a) => V(a[0]).Minor)
            .Add("Patch", [], GoType.Any, static (_, a) => V(a[0]).Patch)
            .Add("Prerelease", [], GoType.String, static (_, a) => V(a[0]).Prerelease)
            .Add("Metadata", [], GoType.String, static (_, a) => V(a[0]).Metadata)
            .Add("Original", [], GoType.String, static (_, a) => V(a[0]).Original)
            .Add("String", [], GoType.String, static (_, a) => V(a[0]).ToString())
            .Add("Compare", [GoType.Struct], GoType.Int, static (_, a) => Boxes.Of(Math.Sign(V(a[0]).CompareTo(Other(a[1])))))
            .Add("Equal", [GoType.Struct], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) == 0))
            .Add("LessThan", [GoType.Struct], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) < 0))
            .Add("LessThanEqual", [GoType.Struct], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) <= 0))
            .Add("GreaterThan", [GoType.Struct], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) > 0))
            .Add("GreaterThanEqual", [GoType.Struct], GoType.Bool, static (_, a) => Boxes.Of(V(a[0]).CompareTo(Other(a[1])) >= 0))
            .Add("IncMajor", [], GoType.Any, static (_, a) => Next(V(a[0]).NextMajor()))
            .Add("IncMinor", [], GoType.Any, static (_, a) => Next(V(a[0]).NextMinor()))
            .Add("IncPatch", [], GoType.Any, static (_, a) => Next(V(a[0]).NextPatch()))
            .Add("SetPrerelease", [GoType.String], GoType.Any, static (_, a) => V(a[0]).TryWithPrerelease(a.Text(1), out var v, out var e) ? new GoVersion(v) : throw new GoErrorException(e))
            .Add("SetMetadata", [GoType.String], GoType.Any, static (_, a) => V(a[0]).TryWithMetadata(a.Text(1), out var v, out var e) ? new GoVersion(v) : throw new GoErrorException(e))
            .Functions.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }
}
