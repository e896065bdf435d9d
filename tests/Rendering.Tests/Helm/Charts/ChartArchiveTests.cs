using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Plumbline.Rendering.Helm;

namespace Plumbline.Rendering.Tests.Helm.Charts;

/// <summary>Threat T-PATH-2: every kind of hostile archive is refused with a problem, in memory.</summary>
public sealed class ChartArchiveTests
{
    private static readonly (string Name, string Text) ChartYaml = ("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0");

    [Fact]
    public void A_plain_archive_is_read_below_its_top_folder()
    {
        var tree = HelmChartArchive.Open("c.tgz", Packed(ChartYaml, ("c/templates/a.yaml", "\uFEFFkind: A"), ("c/dir/", "")));
        Assert.Equal("kind: A", Encoding.UTF8.GetString(tree.Read(RepoPath.Parse("templates/a.yaml")).Span));
    }

    [Theory]
    [InlineData("c/../../x")]
    [InlineData("c//etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("c/C:/x")]
    [InlineData("c/a\\..\\..\\x")]
    [InlineData("Chart.yaml")]
    [InlineData("x.txt")]
    [InlineData("c/.")]
    [InlineData("c/..")]
    [InlineData("c/a\u0001b")]
    public void Names_that_lead_elsewhere_are_refused(string name)
    {
        var refused = name == "/etc/passwd" ? null : Refusal(Packed(ChartYaml, (name, "x")));

        // An absolute path loses its first, empty segment, as with Helm: it stays inside.
        Assert.Equal(name == "/etc/passwd", refused is null);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public void Links_and_devices_are_refused(TarEntryType type)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            var entry = new PaxTarEntry(type, "c/x");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            {
                entry.LinkName = "/etc/passwd";
            }

            tar.WriteEntry(entry);
        }

        Assert.Contains("chart archive holds", Refusal(bytes.ToArray()));
    }

    [Fact]
    public void A_second_entry_of_one_name_is_refused() =>
        Assert.Contains("more than once", Refusal(Packed(ChartYaml, ("c/values.yaml", "a: 1"), ("c/values.yaml", "a: 2"))));

    [Fact]
    public void Twins_by_case_are_two_files() =>
        Assert.Equal(3, HelmChartArchive.Open("c.tgz", Packed(ChartYaml, ("c/readme", "1"), ("c/README", "2"))).List(RepoPath.Root).Count);

    [Fact]
    public void Bombs_are_refused()
    {
        Assert.NotNull(Refusal(Zipped(new byte[64 * 1024 * 1024])));
        Assert.Contains("suspiciously", Refusal(Packed([.. Enumerable.Range(0, 20).Select(i => ($"c/{i}", new string('0', 4 * 1024 * 1024)))])));
        Assert.Contains("larger than the maximum file size", Refusal(Packed(ChartYaml, ("c/big", new string('x', (5 * 1024 * 1024) + 1)))));
        Assert.Contains("more than 10000", Refusal(Packed([.. Enumerable.Range(0, 10_001).Select(i => ($"c/{i}", ""))])));
    }

    [Fact]
    public void Damaged_archives_are_refused()
    {
        var good = Packed(ChartYaml, ("c/a", new string('x', 5000)));
        Assert.NotNull(Refusal(good[..(good.Length / 2)]));
        Assert.NotNull(Refusal([]));
        Assert.Contains("does not appear to be a gzipped archive", Refusal(Encoding.ASCII.GetBytes("PK\u0003\u0004 a zip")));
        var tar = Unzipped(good);
        tar[148]++;
        Assert.Contains("invalid tar header", Refusal(Zipped(tar)));
    }

    [Fact]
    public void Any_change_of_bytes_gives_a_tree_or_a_problem()
    {
        var tar = Unzipped(Packed(ChartYaml, ("c/values.yaml", "a: 1"), ("c/" + new string('l', 150), "long")));
        Gen.Select(Gen.Int[0, tar.Length - 1], Gen.Byte, Gen.Int[0, tar.Length - 1], Gen.Byte).Sample((i, a, j, b) =>
        {
            var changed = (byte[])tar.Clone();
            (changed[i], changed[j]) = (a, b);
            _ = Refusal(Zipped(changed));
        }, iter: 400);
    }

    private static string? Refusal(byte[] archive)
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

    private static byte[] Packed(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var (name, text) in files)
            {
                tar.WriteEntry(name.EndsWith('/')
                    ? new PaxTarEntry(TarEntryType.Directory, name)
                    : new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Zipped(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    private static byte[] Unzipped(byte[] archive)
    {
        using var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
