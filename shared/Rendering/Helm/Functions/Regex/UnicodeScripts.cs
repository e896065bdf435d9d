namespace Plumbline.Rendering.Helm.Functions.Regex;

/// <summary>The scripts an expression may name: the letters of the blocks a script has for itself.</summary>
internal static class UnicodeScripts
{
    /// <summary>The characters of a script; null when it is none of the known ones.</summary>
    public static RuneSet? Find(string name) => name switch
    {
        "Latin" => RuneSet.Of("AZazªªººÀÖØöøʸˠˤᴀᴥᴬᵜᵢᵥᵫᵷᵹᶾḀỿⁱⁱⁿⁿKÅℲℲⅎⅎⅠↈⱠⱿꜢꞇＡＺａｚ"),
        "Greek" => RuneSet.Of("Ͱͳ͵ͷͺͽͿͿ΄΄ΆΆΈϡϰϿᴦᴪἀ῾ΩΩ"),
        "Cyrillic" => RuneSet.Of("Ѐ҄҇ԯᲀᲈᴫᴫⷠⷿꙀꚟ"),
        "Armenian" => RuneSet.Of("ԱՖՙ֊֍֏ﬓﬗ"),
        "Hebrew" => RuneSet.Of("ׇ֑אתׯ״יִﭏ"),
        "Arabic" => RuneSet.Of("؀؄؆؋؍ؚ؜؞ؠؿفيٖٯٱۜ۞ۿݐݿﭐﻼ"),
        "Devanagari" => RuneSet.Of("ऀॐॕॣ०ॿ꣠ꣿ"),
        "Thai" => RuneSet.Of("กฺเ๛"),
        "Georgian" => RuneSet.Of("ႠჅაჺჼჿᲐᲿⴀⴥ"),
        "Hangul" => RuneSet.Of("ᄀᇿ〮〯ㄱㆎ㈀㈞㉠㉾ꥠꥼ가힣ힰퟻ"),
        "Hiragana" => RuneSet.Of("ぁゖゝゟ"),
        "Katakana" => RuneSet.Of("ァヺヽヿㇰㇿ㋐㋾㌀㍗ｦｯｱﾝ"),
        "Han" => RuneSet.Of("⺀⻳⼀⿕々々〇〇〡〩〸〻㐀䶿一鿿豈龎").Add(0x20000, 0x2FA1D).Add(0x30000, 0x323AF),
        _ => null,
    };
}
