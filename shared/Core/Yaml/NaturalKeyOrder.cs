namespace Plumbline.Core.Yaml;

/// <summary>
/// The order in which keys are printed: digits inside a name compare as numbers (<c>a9</c> before <c>a10</c>), letters come after
/// everything else; otherwise by code point.
/// </summary>
public static class NaturalKeyOrder
{
    /// <summary>Compares two keys; 0 only when they are equal.</summary>
    public static int Compare(string left, string right) => Compare(left, right, digitsGoOn: false);

    /// <summary>As <see cref="Compare(string, string)"/>, but behind a digit a letter comes before everything else: the order of version 3 of Go's YAML library.</summary>
    public static int CompareInVersion3(string left, string right) => Compare(left, right, digitsGoOn: true);

    private static int Compare(string left, string right, bool digitsGoOn)
    {
        var shared = Math.Min(left.Length, right.Length);
        for (var i = 0; i < shared; i++)
        {
            if (left[i] == right[i])
            {
                continue;
            }

            var leftLetter = char.IsLetter(left, i);
            var rightLetter = char.IsLetter(right, i);
            if (leftLetter && rightLetter)
            {
                return ByCodePoint(left, right, i);
            }

            if (leftLetter || rightLetter)
            {
                return rightLetter == (digitsGoOn && i > 0 && char.IsDigit(left[i - 1])) ? 1 : -1;
            }

            return ByNumber(left, right, i);
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int ByNumber(string left, string right, int at)
    {
        long leftNumber = 0, rightNumber = 0;
        if (left[at] == '0' || right[at] == '0')
        {
            // Behind a digit other than zero a zero is a place value, not padding.
            for (var j = at - 1; j >= 0 && char.IsDigit(left[j]); j--)
            {
                if (left[j] != '0')
                {
                    leftNumber = rightNumber = 1;
                    break;
                }
            }
        }

        var leftEnd = Digits(left, at, ref leftNumber);
        var rightEnd = Digits(right, at, ref rightNumber);
        return leftNumber != rightNumber ? leftNumber.CompareTo(rightNumber)
            : leftEnd != rightEnd ? leftEnd.CompareTo(rightEnd)
            : ByCodePoint(left, right, at);
    }

    private static int Digits(string text, int from, ref long number)
    {
        var i = from;
        for (; i < text.Length && char.IsDigit(text[i]); i++)
        {
            number = unchecked((number * 10) + (text[i] - '0'));
        }

        return i;
    }

    // A surrogate stands for a code point above every other character's.
    private static int ByCodePoint(string left, string right, int at)
    {
        var (a, b) = (left[at], right[at]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
