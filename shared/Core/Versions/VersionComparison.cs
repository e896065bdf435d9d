using System.Diagnostics.CodeAnalysis;

namespace Plumbline.Core.Versions;

internal enum VersionOperator
{
    TildeOrEqual,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Tilde,
    Caret,
}

/// <summary>One comparison of a constraint, such as <c>&gt;=1.2</c>.</summary>
internal sealed class VersionComparison
{
    private static readonly (string Text, VersionOperator Operator)[] Operators =
    [
        ("!=", VersionOperator.NotEqual), (">=", VersionOperator.GreaterOrEqual), ("=>", VersionOperator.GreaterOrEqual),
        ("<=", VersionOperator.LessOrEqual), ("=<", VersionOperator.LessOrEqual), ("~>", VersionOperator.Tilde),
        ("=", VersionOperator.TildeOrEqual), (">", VersionOperator.Greater), ("<", VersionOperator.Less),
        ("~", VersionOperator.Tilde), ("^", VersionOperator.Caret),
    ];

    private readonly VersionOperator _operator;
    private readonly string _writtenOperator;
    private readonly string _written;

    // A part that is missing or a wildcard: anything at all, the minor number, only the patch.
    private readonly bool _open;
    private readonly bool _minorOpen;
    private readonly bool _patchOpen;

    private VersionComparison(
        VersionOperator op, string writtenOperator, string written, SemanticVersion version, (bool Any, bool Minor, bool Patch) open)
    {
        _operator = op;
        _writtenOperator = writtenOperator;
        _written = written;
        Version = version;
        (_open, _minorOpen, _patchOpen) = open;
    }

    public SemanticVersion Version { get; }

    /// <summary>The operator at <paramref name="start"/> as written; empty (which means the same as <c>=</c>) when there is none.</summary>
    public static string OperatorAt(string text, int start, out VersionOperator op)
    {
        foreach (var (candidate, meaning) in Operators)
        {
            if (string.CompareOrdinal(text, start, candidate, 0, candidate.Length) == 0)
            {
                op = meaning;
                return candidate;
            }
        }

        op = VersionOperator.TildeOrEqual;
        return "";
    }

    public static bool TryMake(
        string text, VersionOperator op, string writtenOperator, VersionSyntax syntax, [NotNullWhen(true)] out VersionComparison? comparison)
    {
        var written = syntax.Text(text);
        var prerelease = syntax.Prerelease(text) is { Length: > 0 } p ? "-" + p : "";
        var major = syntax.Major(text);
        (string Version, (bool, bool, bool) Open) read =
            IsWildcard(major) ? ("0.0.0" + prerelease, (true, false, false))
            : !syntax.HasMinor || IsWildcard(syntax.Minor(text)) ? ($"{major}.0.0{prerelease}", (true, true, false))
            : !syntax.HasPatch || IsWildcard(syntax.Patch(text)) ? ($"{major}.{syntax.Minor(text)}.0{prerelease}", (true, false, true))
            : (written, (false, false, false));
        comparison = SemanticVersion.TryParse(read.Version, out var version, out _)
            ? new VersionComparison(op, writtenOperator, written, version, read.Open)
            : null;
        return comparison is not null;
    }

    /// <summary>Null when <paramref name="v"/> fits, else why not.</summary>
    public string? Refusal(SemanticVersion v, bool withPrereleases)
    {
        if (v.Prerelease.Length > 0 && !withPrereleases)
        {
            return $"\"{v}\" is a prerelease version and the constraint is only looking for release versions";
        }

        return _operator switch
        {
            VersionOperator.NotEqual => Differs(v) ? null : Say(v, "is equal to"),
            VersionOperator.Greater => IsAbove(v) ? null : Say(v, "is less than or equal to"),
            VersionOperator.Less => v < Version ? null : Say(v, "is greater than or equal to"),
            VersionOperator.GreaterOrEqual => v >= Version ? null : Say(v, "is less than"),
            VersionOperator.LessOrEqual => IsNotAbove(v) ? null : Say(v, "is greater than"),
            VersionOperator.Tilde => Tilde(v),
            VersionOperator.Caret => Caret(v),
            _ => _open ? Tilde(v) : v == Version ? null : Say(v, "is not equal to"),
        };
    }

    public override string ToString() => _writtenOperator + _written;

    private static bool IsWildcard(string part) => part is "x" or "X" or "*";

    private string Say(SemanticVersion v, string relation) => $"\"{v}\" {relation} \"{_written}\"";

    private bool Differs(SemanticVersion v)
    {
        if (!_open)
        {
            return v != Version;
        }

        if (v.Major != Version.Major)
        {
            return true;
        }

        if (_minorOpen)
        {
            return false;
        }

        if (v.Minor != Version.Minor)
        {
            return true;
        }

        // "!=*" keeps neither number open and compares the rest as "!=0.0.0".
        return _patchOpen
            ? (v.Prerelease.Length > 0 || Version.Prerelease.Length > 0) && !v.Prerelease.Equals(Version.Prerelease, StringComparison.Ordinal)
            : v.Patch != Version.Patch || v != Version;
    }

    // ">11" starts at 12, ">11.1" at 11.2.
    private bool IsAbove(SemanticVersion v)
    {
        if (!_open)
        {
            return v > Version;
        }

        if (v.Major != Version.Major)
        {
            return v.Major > Version.Major;
        }

        return !_minorOpen && (_patchOpen ? v.Minor > Version.Minor : v > Version);
    }

    private bool IsNotAbove(SemanticVersion v) =>
        !_open ? v <= Version : v.Major <= Version.Major && !(v.Major == Version.Major && v.Minor > Version.Minor && !_minorOpen);

    private string? Tilde(SemanticVersion v)
    {
        if (v < Version)
        {
            return Say(v, "is less than");
        }

        if (Version is { Major: 0, Minor: 0, Patch: 0 } && !_minorOpen && !_patchOpen)
        {
            return null;
        }

        if (v.Major != Version.Major)
        {
            return Say(v, "does not have same major version as");
        }

        return v.Minor == Version.Minor || _minorOpen ? null : Say(v, "does not have same major and minor version as");
    }

    // The leftmost number that is not 0 stays; a written 0.0.z stays whole.
    private string? Caret(SemanticVersion v)
    {
        if (v < Version)
        {
            return Say(v, "is less than");
        }

        if (Version.Major > 0 || _minorOpen)
        {
            return v.Major == Version.Major ? null : Say(v, "does not have same major version as");
        }

        if (v.Major > 0)
        {
            return Say(v, "does not have same major version as");
        }

        if (Version.Minor > 0 || _patchOpen)
        {
            return v.Minor == Version.Minor
                ? null
                : Say(v, "does not have same minor version as") + ". Expected minor versions to match when constraint major version is 0";
        }

        if (v.Minor > 0)
        {
            return Say(v, "does not have same minor version as");
        }

        return v.Patch == Version.Patch
            ? null
            : Say(v, "does not equal") + ". Expect version and constraint to equal when major and minor versions are 0";
    }
}
