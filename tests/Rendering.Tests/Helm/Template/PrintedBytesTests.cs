using System.Globalization;
using Plumbline.Rendering.Helm.Functions;
using Plumbline.Rendering.Helm.Template;
using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Tests.Helm.Template;

/// <summary>Bytes as Go prints them: what a chart gets that prints its whole context, files and all.</summary>
public sealed class PrintedBytesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(10_000)]
    public void Bytes_are_numbers_with_a_space_between_them(int count)
    {
        var bytes = Enumerable.Range(0, count).Select(i => (byte)i).ToArray();
        var numbers = string.Join(' ', bytes.Select(b => b.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal($"[{numbers}] map[a:[{numbers}]]", Print("{{ print .bytes }} {{ print .map }}", bytes, new TemplateLimits()));
    }

    [Theory]
    [InlineData("{{ printf \"%3d\" .bytes }}", "[  7  42 255]")]
    [InlineData("{{ printf \"%+d\" .bytes }}", "[+7 +42 +255]")]
    [InlineData("{{ printf \"% d\" .bytes }}", "[ 7  42  255]")]
    [InlineData("{{ printf \"%#v\" .bytes }}", "[]byte{0x7, 0x2a, 0xff}")]
    public void Flags_count_for_each_byte(string template, string expected) => Assert.Equal(expected, Print(template, [7, 42, 255], new TemplateLimits()));

    [Fact]
    public void What_is_printed_is_taken_from_the_budget()
    {
        var error = Assert.Throws<TemplateException>(() => Print("{{ $_ := dict .map 1 }}", new byte[100_000], new TemplateLimits { WorkCharacters = 150_000 }));
        Assert.True(error.IsLimit, error.Message);
    }

    private static string Print(string template, byte[] bytes, TemplateLimits limits)
    {
        var set = new TemplateSet(FunctionTables.Helm, MissingKey.Zero);
        set.Parse("t.yaml", template);
        var data = new GoMap { ["bytes"] = bytes, ["map"] = new GoMap { ["a"] = bytes } };
        return set.Execute("t.yaml", data, new TemplateContext(limits, TimeProvider.System, TestContext.Current.CancellationToken));
    }
}
