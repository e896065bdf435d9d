using System.IO.Compression;
using System.Text;
using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Charts;

/// <summary>
/// Archives no library writes, header by header (T-PATH-2): what is read stays in memory, below the chart's own folder, and within the limits.
/// </summary>
public sealed class HostileArchiveTests
{
    private const int Block = 512;

    private static readonly byte[] ChartYaml = Entry("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0");

    /// <summary>T-PATH-2: each type of entry but files and folders.</summary>
    [Theory]
    [InlineData('1', "holds a link")]
    [InlineData('2', "holds a link")]
    [InlineData('3', "holds a special file")]
    [InlineData('4', "holds a special file")]
    [InlineData('6', "holds a special file")]
    [InlineData('S', "holds a special file")]
    [InlineData('V', "holds a special file")]
    [InlineData('M', "holds a special file")]
    public void Only_files_and_folders_are_taken(char type, string reason) =>
        Assert.Contains(reason, Refusal(Tar(ChartYaml, Entry("c/templates/x.yaml", "", type))));

    /// <summary>T-PATH-2, A-71: the name that counts is checked, not the one in the plain header.</summary>
    [Theory]
    [InlineData("../../x", "parent directory")]
    [InlineData("c/../../x", "parent directory")]
    [InlineData("c//x", "absolute paths")]
    [InlineData("c/C:/x", "illegally named")]
    [InlineData("x", "outside the base directory")]
    public void Names_in_extended_headers_are_checked_as_well(string name, string reason)
    {
        Assert.Contains(reason, Refusal(Tar(ChartYaml, Entry("pax", Record("path", name), 'x'), Entry("c/fine.txt", "x"))));
        Assert.Contains(reason, Refusal(Tar(ChartYaml, Entry("././@LongLink", name + "\0", 'L'), Entry("c/fine.txt", "x"))));
    }

    /// <summary>T-PATH-2: a file with holes says little and means much.</summary>
    [Fact]
    public void Sparse_files_are_refused() =>
        Assert.Contains("sparse", Refusal(Tar(ChartYaml, Entry("pax", Record("GNU.sparse.realsize", "99999999999"), 'x'), Entry("c/a", "x"))));

    /// <summary>T-PATH-2: the description that was read first cannot be replaced later.</summary>
    [Fact]
    public void A_second_description_is_refused() =>
        Assert.Contains("\"Chart.yaml\" more than once", Refusal(Tar(ChartYaml, Entry("other/Chart.yaml", "apiVersion: v2\nname: evil\nversion: 6.6.6"))));

    /// <summary>A-97: a folder that is named like a place gives nothing another place; the chart's own name is judged apart from it.</summary>
    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void The_top_folder_is_dropped_whatever_its_name(string top)
    {
        var tree = HelmChartArchive.Open("c.tgz", Zip(Tar(Entry($"{top}/Chart.yaml", $"apiVersion: v2\nname: {top}\nversion: 1.0.0"))));
        Assert.Equal(["Chart.yaml"], tree.List(RepoPath.Root).Select(e => e.Path.Value));

        var problem = Assert.Single(new HelmTemplate(TimeProvider.System).Run(new HelmRequest { Tree = tree }, TestContext.Current.CancellationToken).Problems);
        Assert.Contains($"chart.metadata.name \"{top}\" is not allowed", problem.Message);
    }

    /// <summary>T-PATH-2: sizes that lie.</summary>
    [Theory]
    [InlineData("77777777777", "maximum size")]
    [InlineData("00100000000", "maximum file size")]
    [InlineData("00000010000", "unexpected EOF")]
    [InlineData("0000000zz00", "invalid tar header")]
    [InlineData("-0000000001", "invalid tar header")]
    public void Sizes_are_judged_before_they_are_believed(string size, string reason) =>
        Assert.Contains(reason, Refusal([.. ChartYaml, .. Header("c/big", size, '0')]));

    /// <summary>T-PATH-2, A-90: what is not kept is not unpacked without end either.</summary>
    [Fact]
    public void Much_content_is_refused_even_where_it_would_be_dropped()
    {
        var archive = Noisy(140, chunk => Header("c/folder/", Octal(140L * chunk), '5'));
        Assert.Contains("larger than the maximum size", Message(archive));
    }

    /// <summary>T-PATH-2, A-90: archives inside of archives share what the outermost may take.</summary>
    [Fact]
    public void Many_archives_inside_are_one_chart()
    {
        var inner = Noisy(12, chunk => Header("c/folder/", Octal(12L * chunk), '5'));
        Assert.Null(Told(2));
        Assert.Contains("larger than the maximum size", Told(12));

        string? Told(int count)
        {
            var files = Enumerable.Range(0, count).Select(i => KeyValuePair.Create(RepoPath.Parse($"charts/c{i}.tgz"), (ReadOnlyMemory<byte>)inner));
            var tree = new MemorySourceTree([KeyValuePair.Create(RepoPath.Parse("Chart.yaml"), (ReadOnlyMemory<byte>)"apiVersion: v2\nname: c\nversion: 1.0.0"u8.ToArray()), .. files]);
            return new HelmTemplate(TimeProvider.System).Run(new HelmRequest { Tree = tree }, TestContext.Current.CancellationToken).Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error)?.Message;
        }
    }

    /// <summary>Extended headers belong to their file: they are no files of their own.</summary>
    [Fact]
    public void Files_with_extended_headers_count_once()
    {
        var entries = Enumerable.Range(0, 6_000).Select(i => (byte[])[.. Entry("pax", Record("mtime", "1"), 'x'), .. Entry($"c/{i}", "")]);
        Assert.Equal(6_001, HelmChartArchive.Open("c.tgz", Zip(Tar([ChartYaml, .. entries]))).List(RepoPath.Root).Count);
    }

    /// <summary>T-PATH-2: an archive that is too large is not even opened.</summary>
    [Fact]
    public void Large_archives_are_refused_unread()
    {
        var bytes = new byte[(20 * 1024 * 1024) + 1];
        (bytes[0], bytes[1], bytes[2]) = (0x1F, 0x8B, 0x08);
        Assert.Contains("larger than the maximum size 20971520", Message(bytes));
    }

    /// <summary>T-PATH-2: members of a gzip follow each other, as for Helm; what follows the end of the archive is not looked at.</summary>
    [Fact]
    public void Several_members_are_one_archive_and_a_zip_behind_it_is_none()
    {
        var tar = Tar(ChartYaml, Entry("c/values.yaml", "a: 1"));
        byte[] split = [.. Zip(tar[..700]), .. Zip(tar[700..])];
        byte[] both = [.. Zip(tar), .. Encoding.ASCII.GetBytes("PK\u0003\u0004 c/evil.txt")];
        byte[] behind = [.. tar, .. Entry("c/evil.txt", "x")];
        foreach (var archive in (byte[][])[split, both, Zip(behind)])
        {
            Assert.Equal(["Chart.yaml", "values.yaml"], HelmChartArchive.Open("c.tgz", archive).List(RepoPath.Root).Select(e => e.Path.Value));
        }
    }

    private static string? Refusal(byte[] tar) => Message(Zip(tar));

    private static string? Message(byte[] archive)
    {
        try
        {
            HelmChartArchive.Open("c.tgz", archive);
            return null;
        }
        catch (ProblemException e)
        {
            return e.Problems[0].Message;
        }
    }

    // So many megabytes that shrink to about a thirtieth: more than the bomb's ratio allows to be told by.
    private static byte[] Noisy(int chunks, Func<int, byte[]> header)
    {
        var random = new Random(1);
        var chunk = new byte[1024 * 1024];
        for (var i = 0; i < chunk.Length; i += 64)
        {
            chunk[i] = (byte)random.Next(256);
        }

        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(ChartYaml);
            gzip.Write(header(chunk.Length));
            for (var i = 0; i < chunks; i++)
            {
                gzip.Write(chunk);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Tar(params byte[][] entries) => [.. entries.SelectMany(e => e), .. new byte[2 * Block]];

    private static byte[] Entry(string name, string text, char type = '0')
    {
        var content = Encoding.UTF8.GetBytes(text);
        return [.. Header(name, Octal(content.Length), type), .. content, .. new byte[(Block - (content.Length % Block)) % Block]];
    }

    private static byte[] Header(string name, string size, char type)
    {
        var header = new byte[Block];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(size).CopyTo(header, 124);
        header[156] = (byte)type;
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0").CopyTo(header, 148);
        return header;
    }

    private static string Octal(long size) => Convert.ToString(size, 8).PadLeft(11, '0');

    private static string Record(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var length = rest.Length + 2;
        return $"{(length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length == 2 ? length : length - 1)}{rest}";
    }

    private static byte[] Zip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }
}
