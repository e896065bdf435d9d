using System.Globalization;
using System.Text;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Splits texts into words and joins them again: <c>snakecase</c>, <c>kebabcase</c>, <c>camelcase</c> by the rules of the library Sprig uses.</summary>
internal static class WordCase
{
    private enum Word
    {
        None,
        Number,
        Upper,
        Alphabet,
        Connector,
        Punctuation,
        Other,
    }

    /// <summary>Lower case words joined by a connector.</summary>
    public static string Joined(string text, char connector)
    {
        var result = new StringBuilder();
        var reader = new Reader([.. text.EnumerateRunes()]);
        var (kind, word) = reader.Next();
        while (reader.HasMore)
        {
            if (kind != Word.Connector)
            {
                Lower(result, kind, word, connector);
            }

            var (before, last) = (kind, word);
            (kind, word) = reader.Next();
            switch (before)
            {
                case Word.Number:
                    (kind, word) = Glued(result, reader, kind, word, connector);
                    break;
                case Word.Connector:
                    Lower(result, before, last, connector);
                    break;
                case Word.Punctuation:
                    break;
                default:
                    (kind, word) = AfterWord(result, reader, kind, word, connector);
                    break;
            }
        }

        Lower(result, kind, word, connector);
        return result.ToString();
    }

    /// <summary>Words with a capital each, joined without anything between.</summary>
    public static string Pascal(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var result = new StringBuilder();
        var at = 0;
        while (at < runes.Length && IsConnector(runes[at]))
        {
            result.Append(runes[at++]);
        }

        if (at == runes.Length)
        {
            // The library writes the last of nothing but connectors twice.
            return at == 0 ? "" : result.Append(runes[^1]).ToString();
        }

        var foldUpper = Rune.IsUpper(runes[at]);
        var current = GoCase.Upper(runes[at++]);
        for (; at < runes.Length; at++)
        {
            var previous = current;
            current = runes[at];
            if (IsConnector(current) && IsConnector(previous))
            {
                result.Append(previous);
                continue;
            }

            if (IsConnector(previous))
            {
                foldUpper = Rune.IsUpper(current);
                current = GoCase.Upper(current);
                continue;
            }

            if (foldUpper)
            {
                foldUpper = Rune.IsUpper(current);
                current = foldUpper ? GoCase.Lower(current) : current;
            }

            result.Append(previous);
        }

        return result.Append(current).ToString();
    }

    private static (Word Kind, Rune[] Text) Glued(StringBuilder result, Reader reader, Word kind, Rune[] word, char connector)
    {
        while (kind is Word.Alphabet or Word.Number)
        {
            Lower(result, kind, word, connector);
            (kind, word) = reader.Next();
        }

        if (kind is not (Word.None or Word.Punctuation or Word.Connector))
        {
            result.Append(connector);
        }

        return (kind, word);
    }

    private static (Word Kind, Rune[] Text) AfterWord(StringBuilder result, Reader reader, Word kind, Rune[] word, char connector)
    {
        if (kind != Word.Number)
        {
            if (kind is not (Word.Connector or Word.Punctuation))
            {
                result.Append(connector);
            }

            return (kind, word);
        }

        if (!reader.HasMore)
        {
            return (kind, word);
        }

        var number = word;
        (kind, word) = reader.Next();
        if (kind != Word.Alphabet)
        {
            Lower(result, Word.Number, number, connector);
            if (kind is not (Word.Connector or Word.Punctuation))
            {
                result.Append(connector);
            }

            return (kind, word);
        }

        result.Append(connector);
        Lower(result, Word.Number, number, connector);
        return Glued(result, reader, kind, word, connector);
    }

    private static void Lower(StringBuilder result, Word kind, Rune[] word, char connector)
    {
        foreach (var rune in word)
        {
            if (kind is not (Word.Upper or Word.Connector))
            {
                result.Append(rune);
            }
            else if (IsConnector(rune))
            {
                result.Append(connector);
            }
            else
            {
                result.Append(Rune.IsUpper(rune) ? GoCase.Lower(rune) : rune);
            }
        }
    }

    private static bool IsConnector(Rune rune) => rune.Value is '-' or '_' || Rune.IsWhiteSpace(rune);

    private static bool IsPunctuation(Rune rune) => Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    // Letters of scripts without case do not count.
    private static bool IsAlphabet(Rune rune) => Rune.IsUpper(rune) || Rune.IsLower(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.TitlecaseLetter;

    private sealed class Reader(Rune[] text)
    {
        private int _at;

        public bool HasMore => _at < text.Length;

        public (Word Kind, Rune[] Text) Next()
        {
            if (!HasMore)
            {
                return (Word.None, []);
            }

            var start = _at;
            var first = text[_at++];
            var kind = KindOf(first);
            switch (kind)
            {
                case Word.Connector:
                    While(IsConnector);
                    break;
                case Word.Punctuation:
                    While(IsPunctuation);
                    break;
                case Word.Upper:
                    UpperWord();
                    break;
                case Word.Alphabet:
                    While(r => IsAlphabet(r) && !Rune.IsUpper(r));
                    break;
                case Word.Number:
                    While(Rune.IsNumber);
                    break;
                default:
                    While(r => !IsConnector(r) && !IsAlphabet(r) && !Rune.IsNumber(r) && !IsPunctuation(r));
                    break;
            }

            return (kind, text[start.._at]);
        }

        private static Word KindOf(Rune rune) => rune switch
        {
            _ when IsConnector(rune) => Word.Connector,
            _ when IsPunctuation(rune) => Word.Punctuation,
            _ when Rune.IsUpper(rune) => Word.Upper,
            _ when IsAlphabet(rune) => Word.Alphabet,
            _ when Rune.IsNumber(rune) => Word.Number,
            _ => Word.Other,
        };

        // "HTTPServer" is "HTTP" and "Server": the last of several capitals starts the next word when letters follow.
        private void UpperWord()
        {
            if (HasMore && Rune.IsUpper(text[_at]))
            {
                While(Rune.IsUpper);
                if (HasMore && IsAlphabet(text[_at]))
                {
                    _at--;
                }
            }
            else
            {
                While(r => IsAlphabet(r) && !Rune.IsUpper(r));
            }
        }

        private void While(Func<Rune, bool> belongs)
        {
            while (HasMore && belongs(text[_at]))
            {
                _at++;
            }
        }
    }
}
