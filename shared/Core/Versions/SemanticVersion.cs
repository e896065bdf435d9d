using System.Diagnostics.CodeAnalysis;

namespace Plumbline.Core.Versions;

/// <summary>
/// A semantic version, read as leniently as Helm and Argo CD read chart versions, git tags and <c>kubeVersion</c>: a leading
/// <c>v</c>, missing minor or patch numbers and leading zeros of the three numbers are allowed. Build metadata takes no part
/// in order or equality. Immutable.
/// </summary>
public sealed class SemanticVersion : IComparable<SemanticVersion>, IEquatable<SemanticVersion>
{
    private SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata, string original)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
        Metadata = metadata;
        Original = original;
    }

    /// <summary>First number.</summary>
    public ulong Major { get; }

    /// <summary>Second number; 0 when it was not written.</summary>
    public ulong Minor { get; }

    /// <summary>Third number; 0 when it was not written.</summary>
    public ulong Patch { get; }

    /// <summary>What follows the dash, such as <c>beta.1</c>; empty for a release.</summary>
    public string Prerelease { get; }

    /// <summary>What follows the plus sign; empty when there is none.</summary>
    public string Metadata { get; }

    /// <summary>The text that was parsed, with its <c>v</c>.</summary>
    public string Original { get; }

    /// <summary>Reads <paramref name="text"/> leniently. False with Helm's wording of what is wrong.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SemanticVersion? version, [NotNullWhen(false)] out string? error)
    {
        version = null;
        if (!VersionSyntax.TryRead(text, 0, wildcards: false, out var syntax) || syntax.End != text.Length)
        {
            error = "invalid semantic version";
            return false;
        }

        ulong minor = 0;
        ulong patch = 0;
        error = VersionSyntax.Number(syntax.Major(text), out var major)
            ?? (syntax.HasMinor ? VersionSyntax.Number(syntax.Minor(text), out minor) : null)
            ?? (syntax.HasPatch ? VersionSyntax.Number(syntax.Patch(text), out patch) : null);
        error = error is not null
            ? $"error parsing version segment: {error}"
            : VersionSyntax.CheckPrerelease(syntax.Prerelease(text)) ?? VersionSyntax.CheckMetadata(syntax.Metadata(text));
        if (error is not null)
        {
            return false;
        }

        version = new SemanticVersion(major, minor, patch, syntax.Prerelease(text), syntax.Metadata(text), text);
        return true;
    }

    /// <summary>Reads a complete version of exactly the semver 2.0 shape: three numbers, no <c>v</c>, no leading zeros.</summary>
    public static bool TryParseStrict(string text, [NotNullWhen(true)] out SemanticVersion? version, [NotNullWhen(false)] out string? error)
    {
        version = null;
        error = text.Length == 0 ? "version string empty" : null;
        if (error is not null)
        {
            return false;
        }

        var parts = text.Split('.', 3);
        if (parts.Length != 3)
        {
            error = "invalid semantic version";
            return false;
        }

        var metadata = CutAfter(ref parts[2], '+');
        var prerelease = CutAfter(ref parts[2], '-');
        error = (metadata is null ? null : VersionSyntax.CheckMetadata(metadata, required: true))
            ?? (prerelease is null ? null : VersionSyntax.CheckPrerelease(prerelease, required: true));
        var numbers = new ulong[3];
        for (var i = 0; i < 3 && error is null; i++)
        {
            error = StrictNumber(parts[i], out numbers[i]);
        }

        if (error is not null)
        {
            return false;
        }

        version = new SemanticVersion(numbers[0], numbers[1], numbers[2], prerelease ?? "", metadata ?? "", text);
        return true;
    }

    /// <summary>The next major version, without prerelease and metadata, keeping a leading <c>v</c>; null where the number would overflow.</summary>
    public SemanticVersion? NextMajor() => Major == ulong.MaxValue ? null : Renewed(Major + 1, 0, 0, "", "");

    /// <summary>The next minor version, without prerelease and metadata; null where the number would overflow.</summary>
    public SemanticVersion? NextMinor() => Minor == ulong.MaxValue ? null : Renewed(Major, Minor + 1, 0, "", "");

    /// <summary>The next patch: a prerelease becomes its release, a release counts up; null where the number would overflow.</summary>
    public SemanticVersion? NextPatch() =>
        Prerelease.Length > 0 ? Renewed(Major, Minor, Patch, "", "")
        : Patch == ulong.MaxValue ? null
        : Renewed(Major, Minor, Patch + 1, "", "");

    /// <summary>The same version with another prerelease part (without its dash); false with the reason when it is malformed.</summary>
    public bool TryWithPrerelease(string prerelease, out SemanticVersion version, [NotNullWhen(false)] out string? error)
    {
        error = VersionSyntax.CheckPrerelease(prerelease);
        version = error is null ? Renewed(Major, Minor, Patch, prerelease, Metadata) : this;
        return error is null;
    }

    /// <summary>The same version with other build metadata (without its plus sign); false with the reason when it is malformed.</summary>
    public bool TryWithMetadata(string metadata, out SemanticVersion version, [NotNullWhen(false)] out string? error)
    {
        error = VersionSyntax.CheckMetadata(metadata);
        version = error is null ? Renewed(Major, Minor, Patch, Prerelease, metadata) : this;
        return error is null;
    }

    /// <summary>By the three numbers, then the prerelease, which stands below its release. Metadata does not count.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Major.CompareTo(other.Major);
        order = order != 0 ? order : Minor.CompareTo(other.Minor);
        order = order != 0 ? order : Patch.CompareTo(other.Patch);
        return order != 0 ? order : VersionSyntax.ComparePrereleases(Prerelease, other.Prerelease);
    }

    /// <inheritdoc/>
    public bool Equals(SemanticVersion? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SemanticVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, Prerelease);

    /// <summary>The normalised text: three numbers, prerelease, metadata, no <c>v</c>.</summary>
    public override string ToString() =>
        $"{Major}.{Minor}.{Patch}{(Prerelease.Length > 0 ? "-" + Prerelease : "")}{(Metadata.Length > 0 ? "+" + Metadata : "")}";

    /// <summary>Whether <paramref name="left"/> stands below <paramref name="right"/>.</summary>
    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> stands above <paramref name="right"/>.</summary>
    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not stand above <paramref name="right"/>.</summary>
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not stand below <paramref name="right"/>.</summary>
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Equal in order; metadata does not count.</summary>
    public static bool operator ==(SemanticVersion? left, SemanticVersion? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Not equal in order.</summary>
    public static bool operator !=(SemanticVersion? left, SemanticVersion? right) => !(left == right);

    internal static SemanticVersion Of(ulong major, ulong minor, ulong patch, string prerelease, string original) =>
        new(major, minor, patch, prerelease, "", original);

    private SemanticVersion Renewed(ulong major, ulong minor, ulong patch, string prerelease, string metadata)
    {
        var plain = new SemanticVersion(major, minor, patch, prerelease, metadata, "");
        return new SemanticVersion(
            major, minor, patch, prerelease, metadata, (Original.StartsWith('v') ? "v" : "") + plain);
    }

    private static string? CutAfter(ref string part, char mark)
    {
        var at = part.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var rest = part[(at + 1)..];
        part = part[..at];
        return rest;
    }

    private static string? StrictNumber(string part, out ulong number)
    {
        number = 0;
        if (part.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return "invalid characters in version";
        }

        return part.Length > 1 && part[0] == '0' ? "version segment starts with 0" : VersionSyntax.Number(part, out number);
    }
}
