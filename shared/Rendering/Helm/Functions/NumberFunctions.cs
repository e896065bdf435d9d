using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Template.Fmt;
using Plumbline.Rendering.Helm.Values;
using static Plumbline.Rendering.Helm.Values.GoType;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>Sprig's numbers: conversions, arithmetic, sequences.</summary>
internal static class NumberFunctions
{
    /// <summary>The family.</summary>
    public static IReadOnlyList<GoFunction> All { get; } = new FunctionList()
        .Add("atoi", [GoType.String], Int, static (_, a) => Boxes.Of((nint)Atoi(a.Text(0))))
        .Add("int64", [Any], GoType.Int64, static (_, a) => GoCast.Int64(a[0]))
        .Add("int", [Any], Int, static (_, a) => Boxes.Of((nint)GoCast.Int64(a[0])))
        .Add("float64", [Any], Float64, static (_, a) => GoCast.Float64(a[0]))
        .Add("toDecimal", [Any], GoType.Int64, static (c, a) => GoNumber.ParseInteger(GoPrinter.Text(a[0], c), 8) ?? 0L)
        .Add("add1", [Any], GoType.Int64, static (_, a) => unchecked(GoCast.Int64(a[0]) + 1))
        .AddVariadic("add", [Any], GoType.Int64, static (_, a) => Fold(0L, a, static (x, y) => unchecked(x + y)))
        .Add("sub", [Any, Any], GoType.Int64, static (_, a) => unchecked(GoCast.Int64(a[0]) - GoCast.Int64(a[1])))
        .Add("div", [Any, Any], GoType.Int64, static (_, a) => Divide(GoCast.Int64(a[0]), GoCast.Int64(a[1]), remainder: false))
        .Add("mod", [Any, Any], GoType.Int64, static (_, a) => Divide(GoCast.Int64(a[0]), GoCast.Int64(a[1]), remainder: true))
        .AddVariadic("mul", [Any, Any], GoType.Int64, static (_, a) => Fold(GoCast.Int64(a[0]), a[1..], static (x, y) => unchecked(x * y)))
        .AddVariadic("max", [Any, Any], GoType.Int64, static (_, a) => Fold(GoCast.Int64(a[0]), a[1..], Math.Max))
        .AddVariadic("biggest", [Any, Any], GoType.Int64, static (_, a) => Fold(GoCast.Int64(a[0]), a[1..], Math.Max))
        .AddVariadic("min", [Any, Any], GoType.Int64, static (_, a) => Fold(GoCast.Int64(a[0]), a[1..], Math.Min))
        .AddVariadic("maxf", [Any, Any], Float64, static (_, a) => FoldFloat(GoCast.Float64(a[0]), a[1..], Math.Max))
        .AddVariadic("minf", [Any, Any], Float64, static (_, a) => FoldFloat(GoCast.Float64(a[0]), a[1..], Math.Min))
        .Add("add1f", [Any], Float64, static (_, a) => DecimalOf(a[0]).Add(GoDecimal.FromDouble(1)).ToDouble())
        .AddVariadic("addf", [Any], Float64, static (_, a) => FoldDecimal(GoDecimal.FromDouble(0), a, static (x, y) => x.Add(y)))
        .AddVariadic("subf", [Any, Any], Float64, static (_, a) => FoldDecimal(DecimalOf(a[0]), a[1..], static (x, y) => x.Subtract(y)))
        .AddVariadic("divf", [Any, Any], Float64, static (_, a) => FoldDecimal(DecimalOf(a[0]), a[1..], static (x, y) => x.Divide(y)))
        .AddVariadic("mulf", [Any, Any], Float64, static (_, a) => FoldDecimal(DecimalOf(a[0]), a[1..], static (x, y) => x.Multiply(y)))
        .Add("ceil", [Any], Float64, static (_, a) => Math.Ceiling(GoCast.Float64(a[0])))
        .Add("floor", [Any], Float64, static (_, a) => Math.Floor(GoCast.Float64(a[0])))
        .AddVariadic("round", [Any, Int, Float64], Float64, static (_, a) => Round(GoCast.Float64(a[0]), a.Int(1), a.Length > 2 ? (double)a[2]! : 0.5))
        .Add("until", [Int], GoType.List, static (c, a) => Steps(0, a.Int(0), a.Int(0) < 0 ? -1 : 1, c))
        .Add("untilStep", [Int, Int, Int], GoType.List, static (c, a) => Steps(a.Int(0), a.Int(1), a.Int(2), c))
        .AddVariadic("seq", [Int], GoType.String, static (c, a) => Sequence(a, c))
        .Add("randInt", [Int, Int], Int, static (c, a) => Boxes.Of((nint)RandomInt(a.Int(0), a.Int(1), c)))
        .Functions;

    /// <summary>Go's <c>strconv.Atoi</c> with its errors ignored, as Sprig ignores them.</summary>
    public static long Atoi(string text) => GoNumber.ParseInteger(text, 10) ?? (text.Length > 0 ? Saturated(text) : 0);

    // strconv.Atoi gives the nearest number beside its "out of range" error, and the error is ignored. It stops reading there, whatever comes behind.
    private static long Saturated(string text)
    {
        UInt128 value = 0;
        foreach (var c in text[0] is '+' or '-' ? text.AsSpan(1) : text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return 0;
            }

            value = (value * 10) + (uint)(c - '0');
            if (value > ulong.MaxValue)
            {
                break;
            }
        }

        return value <= long.MaxValue ? 0 : text[0] == '-' ? long.MinValue : long.MaxValue;
    }

    private static object Fold(long start, ReadOnlySpan<object?> values, Func<long, long, long> step)
    {
        foreach (var value in values)
        {
            start = step(start, GoCast.Int64(value));
        }

        return start;
    }

    private static object FoldFloat(double start, ReadOnlySpan<object?> values, Func<double, double, double> step)
    {
        foreach (var value in values)
        {
            start = step(start, GoCast.Float64(value));
        }

        return start;
    }

    private static GoDecimal DecimalOf(object? value) => GoDecimal.FromDouble(GoCast.Float64(value));

    private static object FoldDecimal(GoDecimal start, ReadOnlySpan<object?> values, Func<GoDecimal, GoDecimal, GoDecimal> step)
    {
        foreach (var value in values)
        {
            start = step(start, DecimalOf(value));
        }

        return start.ToDouble();
    }

    private static object Divide(long left, long right, bool remainder)
    {
        if (right == 0)
        {
            throw new GoErrorException("runtime error: integer divide by zero");
        }

        // The smallest number divided by -1 wraps in Go; .NET refuses it.
        return right == -1 ? (remainder ? 0L : unchecked(0 - left)) : remainder ? left % right : left / right;
    }

    private static object Round(double value, long places, double roundOn)
    {
        var power = GoPower.OfTen(places);
        var digits = power * value;
        var fraction = digits - Math.Truncate(digits);
        return (fraction >= roundOn ? Math.Ceiling(digits) : Math.Floor(digits)) / power;
    }

    private static GoList Steps(long start, long stop, long step, TemplateContext context)
    {
        var list = new GoList { Type = GoListType.Int };
        if (stop < start ? step >= 0 : step <= 0)
        {
            return list;
        }

        context.Work((long)Int128.Min(((Int128)stop - start) / step, long.MaxValue));
        for (var i = start; stop < start ? i > stop : i < stop;)
        {
            context.Step();
            list.Add(Boxes.Of((nint)i));

            // A step beyond the range of int would wrap round and never end in Go.
            if ((Int128)i + step is var next && (next > long.MaxValue || next < long.MinValue))
            {
                break;
            }

            i = (long)next;
        }

        return list;
    }

    private static string Sequence(ReadOnlySpan<object?> a, TemplateContext context)
    {
        if (a.Length is 0 or > 3)
        {
            return "";
        }

        var (start, step, end) = a.Length switch
        {
            1 => (1, 1, a.Int(0)),
            2 => (a.Int(0), 1, a.Int(1)),
            _ => (a.Int(0), a.Int(1), a.Int(2)),
        };
        var direction = end < start ? -1 : 1;
        if (a.Length == 3 && direction < 0 && step > 0)
        {
            return "";
        }

        var numbers = Steps(start, unchecked(end + direction), a.Length == 3 ? step : direction, context);
        context.Work(numbers.Count * 8L);
        return string.Join(' ', numbers);
    }

    private static long RandomInt(long from, long to, TemplateContext context)
    {
        if (to <= from)
        {
            throw new GoErrorException("invalid argument to Intn");
        }

        return from + (long)(RandomText.Number(context) % ((ulong)to - (ulong)from));
    }
}
