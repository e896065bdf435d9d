using System.Buffers;
using System.Text;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Upper, lower and title case as Go's unicode package has them, where that differs from .NET's invariant casing.</summary>
internal static class GoCase
{
    // .NET leaves the dotted and dotless i and the long s alone.
    private static readonly SearchValues<char> Special = SearchValues.Create("İıſ");

    /// <summary>Go's <c>strings.ToUpper</c>.</summary>
    public static string Upper(string text)
    {
        var upper = GoText.Readable(text).ToUpperInvariant();
        return upper.AsSpan().IndexOfAny(Special) < 0 ? upper : upper.Replace('ı', 'I').Replace('ſ', 'S');
    }

    /// <summary>Go's <c>strings.ToLower</c>.</summary>
    public static string Lower(string text)
    {
        var lower = GoText.Readable(text).ToLowerInvariant();
        return lower.AsSpan().IndexOfAny(Special) < 0 ? lower : lower.Replace('İ', 'i');
    }

    /// <summary>Go's <c>unicode.ToUpper</c>.</summary>
    public static Rune Upper(Rune rune) => rune.Value switch { 'ı' => new Rune('I'), 'ſ' => new Rune('S'), _ => Rune.ToUpperInvariant(rune) };

    /// <summary>Go's <c>unicode.ToLower</c>.</summary>
    public static Rune Lower(Rune rune) => rune.Value == 'İ' ? new Rune('i') : Rune.ToLowerInvariant(rune);

    /// <summary>Go's <c>unicode.ToTitle</c>: upper case, but for letters of two signs, and Georgian, which has no title case.</summary>
    public static Rune Title(Rune rune) => rune.Value switch
    {
        >= 0x01C4 and <= 0x01C6 => new Rune(0x01C5),
        >= 0x01C7 and <= 0x01C9 => new Rune(0x01C8),
        >= 0x01CA and <= 0x01CC => new Rune(0x01CB),
        >= 0x01F1 and <= 0x01F3 => new Rune(0x01F2),
        >= 0x10D0 and <= 0x10FF => rune,
        _ => Upper(rune),
    };

    /// <summary>Go's <c>unicode.IsTitle</c>.</summary>
    public static bool IsTitle(Rune rune) => Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.TitlecaseLetter;
}
