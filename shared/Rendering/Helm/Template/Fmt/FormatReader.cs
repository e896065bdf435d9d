using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>Walks a format string, with flags, argument numbers, width and precision.</summary>
internal ref struct FormatReader(string format, ReadOnlySpan<object?> arguments, TextBuffer output, TemplateContext context)
{
    // Go refuses widths and precisions above this as well.
    private const int LargestNumber = 1_000_000;

    private readonly ReadOnlySpan<object?> _arguments = arguments;
    private readonly Verb _verb = new(output, context);
    private int _at;
    private int _argument;
    private bool _reordered;
    private bool _goodNumber;
    private bool _afterIndex;

    /// <summary>Writes the formatted text.</summary>
    public void Run()
    {
        while (_at < format.Length)
        {
            var percent = format.IndexOf('%', _at);
            if (percent < 0)
            {
                percent = format.Length;
            }

            output.Append(format.AsSpan(_at, percent - _at));
            _at = percent;
            if (_at >= format.Length)
            {
                break;
            }

            _at++;
            _verb.Reset();
            _goodNumber = true;
            _afterIndex = false;
            if (Flags())
            {
                continue;
            }

            WidthAndPrecision();
            if (_at >= format.Length)
            {
                output.Append("%!(NOVERB)");
                break;
            }

            WriteVerb();
        }

        Extra();
    }

    // True when a simple verb directly behind the flags was handled.
    private bool Flags()
    {
        for (; _at < format.Length; _at++)
        {
            switch (format[_at])
            {
                case '#':
                    _verb.Sharp = true;
                    break;
                case '0':
                    _verb.Zero = true;
                    break;
                case '+':
                    _verb.Plus = true;
                    break;
                case '-':
                    _verb.Minus = true;
                    break;
                case ' ':
                    _verb.Space = true;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private void WidthAndPrecision()
    {
        ArgumentNumber();
        if (_at < format.Length && format[_at] == '*')
        {
            _at++;
            _verb.Width = IntegerArgument();
            if (_verb.Width is null)
            {
                output.Append("%!(BADWIDTH)");
            }

            if (_verb.Width < 0)
            {
                _verb.Width = -_verb.Width;
                _verb.Minus = true;
                _verb.Zero = false;
            }

            _afterIndex = false;
        }
        else
        {
            _verb.Width = Number();
            if (_afterIndex && _verb.Width is not null)
            {
                _goodNumber = false;
            }
        }

        if (_at + 1 < format.Length && format[_at] == '.')
        {
            Precision();
        }

        if (!_afterIndex)
        {
            ArgumentNumber();
        }
    }

    private void Precision()
    {
        _at++;
        if (_afterIndex)
        {
            _goodNumber = false;
        }

        ArgumentNumber();
        if (_at < format.Length && format[_at] == '*')
        {
            _at++;
            _verb.Precision = IntegerArgument();
            if (_verb.Precision < 0)
            {
                _verb.Precision = null;
            }

            if (_verb.Precision is null)
            {
                output.Append("%!(BADPREC)");
            }

            _afterIndex = false;
        }
        else
        {
            _verb.Precision = Number() ?? 0;
        }
    }

    private void WriteVerb()
    {
        var width = char.IsHighSurrogate(format[_at]) && _at + 1 < format.Length ? 2 : 1;
        var letter = format.Substring(_at, width);
        _at += width;
        if (letter == "%")
        {
            output.Append('%');
        }
        else if (!_goodNumber)
        {
            output.Append($"%!{letter}(BADINDEX)");
        }
        else if (_argument >= _arguments.Length)
        {
            output.Append($"%!{letter}(MISSING)");
        }
        else
        {
            var value = _arguments[_argument++];
            if (letter is "v" or "w")
            {
                _verb.SharpV = _verb.Sharp;
                _verb.Sharp = false;
                _verb.PlusV = _verb.Plus;
                _verb.Plus = false;
            }

            _verb.Print(value, letter.Length == 1 ? letter[0] : '\0', letter);
        }
    }

    private void Extra()
    {
        if (_reordered || _argument >= _arguments.Length)
        {
            return;
        }

        _verb.Reset();
        output.Append("%!(EXTRA ");
        for (var i = _argument; i < _arguments.Length; i++)
        {
            if (i > _argument)
            {
                output.Append(", ");
            }

            if (_arguments[i] is null)
            {
                output.Append("<nil>");
                continue;
            }

            output.Append(GoReflect.TypeName(_arguments[i]));
            output.Append('=');
            _verb.Print(_arguments[i], 'v');
        }

        output.Append(')');
    }

    private int? Number()
    {
        var start = _at;
        var number = 0;
        while (_at < format.Length && char.IsAsciiDigit(format[_at]))
        {
            if (number > LargestNumber)
            {
                // Too large: Go gives up on the number and reads on behind the digits.
                _at = format.Length;
                return null;
            }

            number = (number * 10) + (format[_at++] - '0');
        }

        return _at == start ? null : number;
    }

    private int? IntegerArgument()
    {
        if (_argument >= _arguments.Length)
        {
            return null;
        }

        var value = _arguments[_argument++];
        long number;
        if (GoReflect.TryUnsigned(value, out var unsigned))
        {
            number = (long)Math.Min(unsigned, long.MaxValue);
        }
        else if (!GoReflect.TryInteger(value, out number))
        {
            return null;
        }

        return number is > LargestNumber or < -LargestNumber ? null : (int)number;
    }

    private void ArgumentNumber()
    {
        _afterIndex = false;
        if (_at >= format.Length || format[_at] != '[')
        {
            return;
        }

        _reordered = true;
        var close = format.Length - _at < 3 ? -1 : format.IndexOf(']', _at);
        if (close < 0)
        {
            _goodNumber = false;
            _afterIndex = false;
            _at++;
            return;
        }

        // What is no number does not count as an index: another one may follow.
        var digits = format.AsSpan(_at + 1, close - _at - 1);
        _at = close + 1;
        _afterIndex = digits.Length is > 0 and < 8 && digits.IndexOfAnyExceptInRange('0', '9') < 0;
        if (_afterIndex && int.Parse(digits) is var number && number >= 1 && number <= _arguments.Length)
        {
            _argument = number - 1;
            return;
        }

        _goodNumber = false;
    }
}
