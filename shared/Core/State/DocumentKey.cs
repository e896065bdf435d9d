namespace Plumbline.Core.State;

/// <summary>Where a document lies. Both parts are text without <c>/ \ # ?</c> and control characters; <see cref="Escape"/> makes such text.</summary>
/// <param name="Partition">Documents of one partition are listed together, in ordinal order of their ids.</param>
/// <param name="Id">Unique inside the partition.</param>
public readonly record struct DocumentKey(string Partition, string Id)
{
    /// <summary>Makes any text usable as a part of a key: characters that storage refuses, and <c>~</c>, become <c>~XXXX</c> (hex of the UTF-16 unit).</summary>
    public static string Escape(string text)
    {
        var plain = true;
        foreach (var c in text)
        {
            plain &= !IsReserved(c);
        }

        return plain ? text : string.Concat(text.Select(c => IsReserved(c) ? $"~{(int)c:x4}" : c.ToString()));
    }

    private static bool IsReserved(char c) => c is '/' or '\\' or '#' or '?' or '~' or '%' or '+' or '\'' || char.IsControl(c);
}
