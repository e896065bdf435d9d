using System.Numerics;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>One formatting verb with its flags: prints a value with it.</summary>
internal sealed partial class Verb(TextBuffer output, TemplateContext context)
{
    // Between two looks at the length.
    private const int BytesAtOnce = 4096;

    private bool _complaining;
    private string _letter = "v";

    public bool Sharp { get; set; }

    public bool Zero { get; set; }

    public bool Plus { get; set; }

    public bool Minus { get; set; }

    public bool Space { get; set; }

    public bool SharpV { get; set; }

    public bool PlusV { get; set; }

    public int? Width { get; set; }

    public int? Precision { get; set; }

    /// <summary>Clears the flags.</summary>
    public void Reset()
    {
        Sharp = Zero = Plus = Minus = Space = SharpV = PlusV = false;
        Width = Precision = null;
    }

    /// <summary>Prints a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="verb">The verb, or NUL for one outside the basic plane.</param>
    /// <param name="letter">The verb as text.</param>
    public void Print(object? value, char verb, string? letter = null)
    {
        _letter = letter ?? verb.ToString();
        switch (verb)
        {
            case 'v' or 'T' when value is null:
                Pad("<nil>");
                break;
            case 'T':
                FormatString(GoReflect.TypeName(value), 's');
                break;
            case 'p':
                Pointer(value, 'p');
                break;
            case 'w':
                // Only errors have this verb, and no function returns one.
                Bad(value);
                break;
            default:
                if (value is null)
                {
                    Bad(null);
                }
                else
                {
                    PrintValue(value, verb, 0);
                }

                break;
        }
    }

    /// <summary>Prints a struct with <c>%v</c>, or what a pointer points to.</summary>
    public void PrintTarget(IGoObject structure)
    {
        if (structure.StringValue is { } text)
        {
            output.Append(text);
        }
        else
        {
            PrintFields(structure, 'v', 0);
        }
    }

    private void PrintValue(object value, char verb, int depth)
    {
        switch (value)
        {
            case string text:
                FormatString(text, verb);
                break;
            case bool truth:
                if (verb is 't' or 'v')
                {
                    Pad(truth ? "true" : "false");
                }
                else
                {
                    Bad(value);
                }

                break;
            case double number:
                FormatDouble(value, number, verb);
                break;
            case Complex complex:
                FormatComplex(complex, verb);
                break;
            case byte[] bytes:
                FormatBytes(bytes, verb, depth);
                break;
            case GoNamedInt named when !SharpV && !_complaining && verb is 'v' or 's' or 'q' or 'x' or 'X':
                FormatString(named.Text, verb);
                break;
            case IGoObject { StringValue: { } text } when !SharpV && !_complaining && verb is 'v' or 's' or 'q' or 'x' or 'X':
                FormatString(text, verb);
                break;
            case IGoObject { GoStringValue: { } text } when SharpV && !_complaining && verb == 'v':
                output.Append(text);
                break;
            case GoMap map:
                PrintMap(map, verb, depth);
                break;
            case GoList list:
                PrintList(list, verb, depth);
                break;
            case IGoObject structure:
                PrintStruct(structure, verb, depth);
                break;
            case GoFunction:
                Pointer(value, verb);
                break;
            default:
                FormatIntegerValue(value, verb);
                break;
        }
    }

    private void FormatIntegerValue(object value, char verb)
    {
        if (GoReflect.TryInteger(value, out var signed))
        {
            FormatInteger(value, (ulong)Math.Abs((decimal)signed), signed < 0, verb);
        }
        else if (GoReflect.TryUnsigned(value, out var unsigned))
        {
            if (SharpV && verb == 'v')
            {
                var sharp = Sharp;
                Sharp = true;
                FormatInteger(value, unsigned, false, 'x');
                Sharp = sharp;
            }
            else
            {
                FormatInteger(value, unsigned, false, verb);
            }
        }
        else
        {
            Bad(value);
        }
    }

    private void PrintElement(object? value, char verb, int depth, GoType element)
    {
        if (value is null)
        {
            output.Append(SharpV ? GoReflect.TypeName(element) + "(nil)" : "<nil>");
            return;
        }

        PrintValue(value, verb, depth);
    }

    private void PrintMap(GoMap map, char verb, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        if (SharpV && map.IsNil)
        {
            output.Append(map.Type.Name + "(nil)");
            return;
        }

        output.Append(SharpV ? map.Type.Name + "{" : "map[");
        var first = true;
        foreach (var key in map.SortedKeys())
        {
            if (!first)
            {
                output.Append(SharpV ? ", " : " ");
            }

            first = false;
            FormatString(key, verb);
            output.Append(':');
            PrintElement(map[key], verb, depth + 1, map.Type.Element);
            CheckLength();
        }

        output.Append(SharpV ? '}' : ']');
    }

    private void PrintList(GoList list, char verb, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        if (SharpV && list.IsNil)
        {
            output.Append(list.Type.Name + "(nil)");
            return;
        }

        output.Append(SharpV ? list.Type.Name + "{" : "[");
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                output.Append(SharpV ? ", " : " ");
            }

            PrintElement(list[i], verb, depth + 1, list.Type.Element);
            CheckLength();
        }

        output.Append(SharpV ? '}' : ']');
    }

    private void PrintStruct(IGoObject structure, char verb, int depth)
    {
        GoPrinter.CheckDepth(depth, context);
        if (structure.TypeName.StartsWith('*'))
        {
            if (depth > 0 || structure is GoNilPointer)
            {
                Pointer(structure, verb);
                return;
            }

            output.Append('&');
        }

        PrintFields(structure, verb, depth);
    }

    private void PrintFields(IGoObject structure, char verb, int depth)
    {
        output.Append(SharpV ? structure.TypeName.TrimStart('*') + "{" : "{");
        var first = true;
        foreach (var (name, value) in structure.AllFields ?? StructFields.Named(structure))
        {
            if (!first)
            {
                output.Append(SharpV ? ", " : " ");
            }

            first = false;
            if (SharpV || PlusV)
            {
                output.Append(name);
                output.Append(':');
            }

            PrintElement(value, verb, depth + 1, GoType.Any);
        }

        output.Append('}');
    }

    private void FormatBytes(byte[] bytes, char verb, int depth)
    {
        switch (verb)
        {
            case 'v' or 'd' when !SharpV && !Plus && !Space && Width is null && Precision is null:
                output.Append('[');
                for (var i = 0; i < bytes.Length; i += BytesAtOnce)
                {
                    var before = output.Length;
                    output.AppendNumbers(bytes.AsSpan(i, Math.Min(BytesAtOnce, bytes.Length - i)), i > 0);
                    context.Work(output.Length - before);
                    CheckLength();
                }

                output.Append(']');
                break;
            case 'v' or 'd':
                output.Append(SharpV ? (depth == 0 ? "[]byte{" : "[]uint8{") : "[");
                for (var i = 0; i < bytes.Length; i++)
                {
                    if (i > 0)
                    {
                        output.Append(SharpV ? ", " : " ");
                    }

                    if (SharpV)
                    {
                        output.Append($"0x{bytes[i]:x}");
                    }
                    else
                    {
                        FormatInteger(bytes[i], bytes[i], false, verb);
                    }

                    CheckLength();
                }

                output.Append(SharpV ? '}' : ']');
                break;
            case 's' or 'q' or 'x' or 'X':
                FormatString(GoText.FromBytes(bytes), verb);
                break;
            default:
                output.Append('[');
                for (var i = 0; i < bytes.Length; i++)
                {
                    if (i > 0)
                    {
                        output.Append(' ');
                    }

                    FormatInteger(bytes[i], bytes[i], false, verb);
                }

                output.Append(']');
                break;
        }
    }

    // Addresses mean nothing here and must not vary between renders; Go's own are not reproducible either.
    private void Pointer(object? value, char verb)
    {
        var address = value is GoNilPointer ? 0UL : 0xc000010000;
        if (GoReflect.Kind(value) is not (GoKind.Map or GoKind.Slice or GoKind.Pointer or GoKind.Function))
        {
            Bad(value);
            return;
        }

        switch (verb)
        {
            case 'v' when SharpV:
                output.Append(address == 0 ? $"({GoReflect.TypeName(value)})(nil)" : $"({GoReflect.TypeName(value)})(0x{address:x})");
                break;
            case 'v' when address == 0:
                Pad("<nil>");
                break;
            case 'v' or 'p':
                var sharp = Sharp;
                Sharp = !sharp;
                Integer(address, false, 16, 'x');
                Sharp = sharp;
                break;
            case 'b' or 'o' or 'd' or 'x' or 'X':
                FormatInteger(address, address, false, verb);
                break;
            default:
                Bad(value);
                break;
        }
    }

    private void Bad(object? value)
    {
        _complaining = true;
        output.Append("%!");
        output.Append(_letter);
        output.Append('(');
        if (value is null)
        {
            output.Append("<nil>");
        }
        else
        {
            output.Append(GoReflect.TypeName(value));
            output.Append('=');
            PrintValue(value, 'v', 0);
        }

        output.Append(')');
        _complaining = false;
    }

    private void CheckLength()
    {
        if (output.Length > context.Limits.OutputCharacters)
        {
            throw new TemplateLimitException($"a printed value is longer than {context.Limits.OutputCharacters} characters");
        }
    }
}
