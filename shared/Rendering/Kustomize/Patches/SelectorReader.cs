namespace Plumbline.Rendering.Kustomize.Patches;

/// <summary>What a piece of a selector is.</summary>
internal enum SelectorToken
{
    End,
    Word,
    Not,
    Comma,
    Open,
    Close,
    Equals,
    NotEquals,
    Greater,
    Less,
    In,
    NotIn,
    Unknown,
}

/// <summary>Takes a selector apart as Kubernetes does: signs, and words between them.</summary>
internal sealed class SelectorReader(string text)
{
    private const string Signs = "=!(),><";

    private int _at;

    /// <summary>The next piece, which stays where it is; <c>in</c> and <c>notin</c> are words here.</summary>
    public (SelectorToken Token, string Text) Peek()
    {
        var start = _at;
        var next = Take();
        _at = start;
        return next;
    }

    /// <summary>The next piece; <c>in</c> and <c>notin</c> are words here.</summary>
    public (SelectorToken Token, string Text) Take() => TakeOperator() switch
    {
        (SelectorToken.In or SelectorToken.NotIn, var word) => (SelectorToken.Word, word),
        var other => other,
    };

    /// <summary>The next piece, where an operator may stand.</summary>
    public (SelectorToken Token, string Text) TakeOperator()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }

        if (_at >= text.Length)
        {
            return (SelectorToken.End, "");
        }

        var start = _at;
        if (!Signs.Contains(text[start], StringComparison.Ordinal))
        {
            while (_at < text.Length && text[_at] is not (' ' or '\t' or '\r' or '\n') && !Signs.Contains(text[_at], StringComparison.Ordinal))
            {
                _at++;
            }

            var word = text[start.._at];
            return (word switch { "in" => SelectorToken.In, "notin" => SelectorToken.NotIn, _ => SelectorToken.Word }, word);
        }

        _at += _at + 1 < text.Length && text[start] is '=' or '!' && text[start + 1] == '=' ? 2 : 1;
        var sign = text[start.._at];
        return (sign switch
        {
            "!" => SelectorToken.Not,
            "," => SelectorToken.Comma,
            "(" => SelectorToken.Open,
            ")" => SelectorToken.Close,
            "=" or "==" => SelectorToken.Equals,
            "!=" => SelectorToken.NotEquals,
            ">" => SelectorToken.Greater,
            "<" => SelectorToken.Less,
            _ => SelectorToken.Unknown,
        }, sign);
    }
}
