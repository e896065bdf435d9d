using System.Runtime.CompilerServices;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template.Fmt;

/// <summary>Go's fmt: Sprint, Sprintln and Sprintf over template values.</summary>
internal static class GoPrinter
{
    /// <summary>Prints one value as an action does (<c>%v</c>).</summary>
    public static void Print(TextBuffer output, object? value, TemplateContext context)
    {
        switch (value)
        {
            case string text:
                output.Append(text);
                break;
            case nint number:
                output.Append(number);
                break;
            case long number:
                output.Append(number);
                break;
            case bool truth:
                output.Append(truth ? "true" : "false");
                break;
            default:
                new Verb(output, context).Print(value, 'v');
                break;
        }
    }

    /// <summary>Prints a struct as an action does: a pointer as what it points to.</summary>
    public static void PrintTarget(TextBuffer output, IGoObject structure, TemplateContext context) => new Verb(output, context).PrintTarget(structure);

    /// <summary>The text of one value as <c>%v</c> prints it.</summary>
    public static string Text(object? value, TemplateContext context)
    {
        switch (value)
        {
            case string text:
                return text;
            case nint or long:
                return value.ToString()!;
            case bool truth:
                return truth ? "true" : "false";
            case double number:
                return GoFloat.Shortest(number);
        }

        var output = new TextBuffer();
        new Verb(output, context).Print(value, 'v');
        return output.Finish();
    }

    /// <summary>Go's <c>fmt.Sprint</c>: a space between operands when neither is a string.</summary>
    public static string Sprint(ReadOnlySpan<object?> values, TemplateContext context)
    {
        if (values.Length == 1)
        {
            return Text(values[0], context);
        }

        var output = new TextBuffer();
        for (var i = 0; i < values.Length; i++)
        {
            Charge(values[i], context);
            if (i > 0 && values[i] is not string && values[i - 1] is not string)
            {
                output.Append(' ');
            }

            Print(output, values[i], context);
        }

        return output.Finish();
    }

    /// <summary>As <see cref="Sprint"/>, each operand as an action shows it: nil is the text <c>&lt;no value&gt;</c>, a pointer is what it points to.</summary>
    public static string SprintShown(ReadOnlySpan<object?> values, TemplateContext context)
    {
        var output = new TextBuffer();
        for (var i = 0; i < values.Length; i++)
        {
            Charge(values[i], context);
            if (i > 0 && values[i] is not (null or string) && values[i - 1] is not (null or string))
            {
                output.Append(' ');
            }

            if (values[i] is IGoObject structure)
            {
                PrintTarget(output, structure, context);
            }
            else
            {
                Print(output, values[i] ?? "<no value>", context);
            }
        }

        return output.Finish();
    }

    /// <summary>Go's <c>fmt.Sprintln</c>.</summary>
    public static string Sprintln(ReadOnlySpan<object?> values, TemplateContext context)
    {
        var output = new TextBuffer();
        for (var i = 0; i < values.Length; i++)
        {
            Charge(values[i], context);
            if (i > 0)
            {
                output.Append(' ');
            }

            Print(output, values[i], context);
        }

        output.Append('\n');
        return output.Finish();
    }

    /// <summary>Go's <c>fmt.Sprintf</c>.</summary>
    public static string Sprintf(string format, ReadOnlySpan<object?> arguments, TemplateContext context)
    {
        var output = new TextBuffer();
        new FormatReader(format, arguments, output, context).Run();
        return output.Finish();
    }

    private static void Charge(object? value, TemplateContext context)
    {
        if (value is string text)
        {
            context.Work(text.Length);
        }
    }

    /// <summary>Fails when a value is nested too deep, which is what a value that contains itself is (T-TPL-3).</summary>
    public static void CheckDepth(int depth, TemplateContext context)
    {
        if (depth > context.Limits.ValueDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new GoErrorException($"the value is nested more than {context.Limits.ValueDepth} levels deep or contains itself");
        }

        context.Step();
    }
}
