using System.Globalization;
using System.Numerics;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>Reads number constants of the template language.</summary>
internal static class NumberReader
{
    /// <summary>The node of a number or character constant.</summary>
    /// <exception cref="FormatException">It is none; the message is Go's.</exception>
    public static NumberNode Read(Tree tree, Token token)
    {
        var node = new NumberNode(tree, token.Position, token.Text);
        switch (token.Kind)
        {
            case TokenKind.CharConstant:
                ReadChar(node);
                break;
            case TokenKind.Complex:
                var split = token.Text.AsSpan(1).LastIndexOfAny('+', '-') + 1;
                while (split > 1 && token.Text[split - 1] is 'e' or 'E' or 'p' or 'P')
                {
                    split = token.Text.AsSpan(1, split - 1).LastIndexOfAny('+', '-') + 1;
                }

                if (split <= 0 || GoNumber.ParseFloat(token.Text[..split]) is not { } real || GoNumber.ParseFloat(token.Text[split..^1]) is not { } imaginary)
                {
                    throw new FormatException("syntax error scanning complex number");
                }

                SetComplex(node, new Complex(real, imaginary));
                break;
            default:
                ReadReal(node);
                break;
        }

        node.Ideal = IdealOf(node);
        return node;
    }

    private static void ReadChar(NumberNode node)
    {
        var rest = node.Source.AsSpan(1);
        if (!GoStrconv.TryUnquoteChar(ref rest, '\'', out var value, out _))
        {
            throw new FormatException("invalid syntax");
        }

        if (!rest.SequenceEqual("'"))
        {
            throw new FormatException("malformed character constant: " + node.Source);
        }

        node.Integer = value;
        node.Unsigned = (ulong)value;
        node.Float = value;
    }

    private static void ReadReal(NumberNode node)
    {
        var text = node.Source;
        if (text.EndsWith('i') && GoNumber.ParseFloat(text[..^1]) is { } imaginary)
        {
            SetComplex(node, new Complex(0, imaginary));
            return;
        }

        node.Unsigned = GoNumber.ParseUnsigned(text);
        node.Integer = GoNumber.ParseInteger(text);
        if (node.Integer == 0)
        {
            node.Unsigned = 0;
        }

        if (node.Integer is { } integer)
        {
            node.Float = integer;
            return;
        }

        if (node.Unsigned is { } unsigned)
        {
            node.Float = unsigned;
            return;
        }

        if (GoNumber.ParseFloat(text) is not { } number)
        {
            throw new FormatException($"illegal number syntax: {GoStrconv.Quote(text)}");
        }

        if (text.AsSpan().IndexOfAny(".eEpP") < 0)
        {
            throw new FormatException($"integer overflow: {GoStrconv.Quote(text)}");
        }

        SetFloat(node, number);
    }

    private static void SetComplex(NumberNode node, Complex value)
    {
        node.Complex = value;
        if (value.Imaginary == 0)
        {
            SetFloat(node, value.Real);
        }
    }

    private static void SetFloat(NumberNode node, double number)
    {
        node.Float = number;
        if (number is >= long.MinValue and < 9223372036854775808.0 && Math.Truncate(number) == number)
        {
            node.Integer = (long)number;
        }

        if (number is >= 0 and < 18446744073709551616.0 && Math.Truncate(number) == number)
        {
            node.Unsigned = (ulong)number;
        }
    }

    private static object? IdealOf(NumberNode node)
    {
        var text = node.Source;
        if (node.Complex is { } complex)
        {
            return complex;
        }

        var isHexInteger = text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X' && text.AsSpan().IndexOfAny("pP") < 0;
        if (node.Float is { } number && !isHexInteger && text[0] != '\'' && text.AsSpan().IndexOfAny(".eEpP") >= 0)
        {
            return number;
        }

        return node.Integer is { } integer ? Boxes.Of((nint)integer) : null;
    }
}
