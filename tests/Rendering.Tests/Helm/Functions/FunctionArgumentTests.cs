using System.Text;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Tests.Helm.Functions;

/// <summary>Every function with values of every type, also such as no template can write: a result, or an error that names file and line, never another exception (T-TPL-6).</summary>
public sealed class FunctionArgumentTests
{
    private static readonly TemplateLimits Small = new() { Steps = 50_000, WorkCharacters = 100_000, OutputCharacters = 100_000, CryptoCost = 2, ValueDepth = 50 };

    private static readonly object?[] Values =
    [
        null, (nint)(-1), (nint)0, (nint)1, (nint)3, (nint)4, nint.MaxValue, nint.MinValue, -1L, long.MaxValue, long.MinValue, 0.0, -1.5, 1e300, double.NaN, double.PositiveInfinity,
        "", "abc", "h\u00e9l\udcffo \ud83d\ude00\n", "-1", "9999999999999999999999", "[", "(", "%", "{{", "1.2.3-", "\0", new string('a', 300), true, false,
        new byte[] { 1, 2, 255 }, (byte)200, ulong.MaxValue, GoTime.Zero, GoDuration.Of(long.MinValue),
    ];

    public static TheoryData<string> Names() =>
        [.. FunctionTables.Helm.All.Concat(GoBuiltins.Table.All).Select(f => f.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_of_any_arguments_gives_a_result_or_a_template_error(string name)
    {
        var function = FunctionTables.Helm.Find(name) ?? GoBuiltins.Table.Find(name)!;
        var most = function.Parameters.Length + (function.Variadic ? 1 : 0);
        for (var count = Math.Max(function.Variadic ? function.Parameters.Length - 1 : most, 0); count <= most; count++)
        {
            foreach (var value in Values.Concat(Collections()))
            {
                Try(name, Enumerable.Repeat(value, count).ToArray());
                for (var at = 0; at < count; at++)
                {
                    var arguments = Enumerable.Range(0, count).Select(i => Ordinary(function.Parameters[Math.Min(i, function.Parameters.Length - 1)])).ToArray();
                    arguments[at] = value;
                    Try(name, arguments);
                }
            }
        }
    }

    private static IEnumerable<object?> Collections() =>
    [
        new GoMap(), new GoMap { ["a"] = null, [""] = (nint)1 }, new GoMap { IsNil = true }, new GoMap { Type = GoMapType.String, ["a"] = "b" },
        new GoList(), new GoList([null, "x", (nint)1, new GoMap()]), GoList.Nil, GoList.OfStrings(["b", "a"]), new GoList([(nint)1]) { Type = GoListType.Int },
    ];

    private static object? Ordinary(GoType type) => type switch
    {
        GoType.String => "a",
        GoType.Int => (nint)1,
        GoType.Float64 => 1.0,
        GoType.Bool => true,
        GoType.Map => new GoMap { ["a"] = "b" },
        GoType.List => new GoList(["a"]),
        GoType.Time => GoTime.Zero,
        _ => "a",
    };

    private static void Try(string name, object?[] arguments)
    {
        var data = new GoMap();
        var text = new StringBuilder("\n{{ ").Append(name);
        for (var i = 0; i < arguments.Length; i++)
        {
            data["v" + i] = arguments[i];
            text.Append(" .v").Append(i);
        }

        var set = new TemplateSet(FunctionTables.Helm, MissingKey.Zero);
        set.Parse("file.yaml", text.Append(" }}").ToString());
        try
        {
            set.Execute("file.yaml", data, new TemplateContext(Small, TimeProvider.System, TestContext.Current.CancellationToken));
        }
        catch (TemplateException error)
        {
            Assert.Equal("file.yaml", error.Template);
            Assert.Equal(2, error.Line);
            Assert.Contains("file.yaml:2:", error.Message, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Assert.Fail($"{name}({string.Join(", ", arguments.Select(a => a?.ToString() ?? "nil"))}): {error}");
        }
    }
}
