namespace Plumbline.Rendering.Helm.Charts;

/// <summary>Go's <c>path/filepath.Match</c>: <c>*</c> and <c>?</c> stop at slashes, <c>[a-z]</c>, <c>[^a]</c>, backslash escapes.</summary>
internal sealed class PathPattern
{
    private readonly List<Part> _parts;

    private PathPattern(List<Part> parts) => _parts = parts;

    private enum PartKind
    {
        Character,
        Any,
        Star,
        Class,
    }

    /// <summary>Reads a pattern; null when it is malformed.</summary>
    public static PathPattern? Parse(string pattern)
    {
        var parts = new List<Part>();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    if (parts.Count == 0 || parts[^1].Kind != PartKind.Star)
                    {
                        parts.Add(new Part(PartKind.Star, '*', null, false));
                    }

                    break;
                case '?':
                    parts.Add(new Part(PartKind.Any, '?', null, false));
                    break;
                case '[':
                    if (Class(pattern, ref i) is not { } part)
                    {
                        return null;
                    }

                    parts.Add(part);
                    break;
                case '\\' when i + 1 == pattern.Length:
                    return null;
                default:
                    i += pattern[i] == '\\' ? 1 : 0;
                    parts.Add(new Part(PartKind.Character, pattern[i], null, false));
                    break;
            }
        }

        return new PathPattern(parts);
    }

    /// <summary>Whether the whole of <paramref name="name"/> fits.</summary>
    public bool Matches(string name)
    {
        // The usual walk with one place to come back to: a later star makes an earlier one final.
        var (part, at, starPart, starAt) = (0, 0, -1, 0);
        while (at < name.Length)
        {
            if (part < _parts.Count && _parts[part].Kind == PartKind.Star)
            {
                (starPart, starAt) = (part++, at);
            }
            else if (part < _parts.Count && _parts[part].Fits(name[at]))
            {
                part++;
                at++;
            }
            else if (starPart >= 0 && name[starAt] != '/')
            {
                (part, at) = (starPart + 1, ++starAt);
            }
            else
            {
                return false;
            }
        }

        while (part < _parts.Count && _parts[part].Kind == PartKind.Star)
        {
            part++;
        }

        return part == _parts.Count;
    }

    private static Part? Class(string pattern, ref int i)
    {
        var ranges = new List<(char Low, char High)>();
        i++;
        var negated = i < pattern.Length && pattern[i] == '^';
        i += negated ? 1 : 0;
        while (true)
        {
            if (i < pattern.Length && pattern[i] == ']' && ranges.Count > 0)
            {
                return new Part(PartKind.Class, '[', ranges, negated);
            }

            if (Literal(pattern, ref i) is not { } low)
            {
                return null;
            }

            var high = low;
            if (pattern[i] == '-')
            {
                i++;
                if (Literal(pattern, ref i) is not { } end)
                {
                    return null;
                }

                high = end;
            }

            ranges.Add((low, high));
        }
    }

    // A character of a class; something has to follow it.
    private static char? Literal(string pattern, ref int i)
    {
        if (i >= pattern.Length || pattern[i] is '-' or ']')
        {
            return null;
        }

        i += pattern[i] == '\\' ? 1 : 0;
        return i + 1 < pattern.Length ? pattern[i++] : null;
    }

    private sealed record Part(PartKind Kind, char Value, List<(char Low, char High)>? Ranges, bool Negated)
    {
        public bool Fits(char c) => Kind switch
        {
            PartKind.Any => c != '/',
            PartKind.Class => Ranges!.Exists(r => r.Low <= c && c <= r.High) != Negated,
            PartKind.Character => c == Value,
            _ => false,
        };
    }
}
