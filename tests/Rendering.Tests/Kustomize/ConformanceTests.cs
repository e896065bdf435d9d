namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Every recorded run of kustomize gives the same objects here, byte for byte, or fails with the same words.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    // Differences that are known and documented (docs/kustomize.md): they may vanish, but no others may come.
    [Fact]
    public void Recorded_builds_give_what_kustomize_gave()
    {
        Assert.SkipWhen(ConformanceCase.All.Count == 0, "No recorded builds: set PLUMBLINE_CONFORMANCE to their folder.");
        var failures = new List<string>();
        int yaml = 0, documents = 0, bytes = 0, errors = 0, failed = 0, words = 0;
        foreach (var c in ConformanceCase.All)
        {
            var result = c.Run();
            if (c.ExpectsError)
            {
                errors++;
                failed += result.Succeeded ? 0 : 1;
                var missing = result.Succeeded ? ["(the build succeeded)"] : c.MissingFragments(result.Error!);
                words += missing.Count == 0 ? 1 : 0;
                if (missing.Count > 0)
                {
                    failures.Add($"{c.Id}: error lacks: {missing[0]}\n      has: {result.Error}");
                }

                continue;
            }

            yaml++;
            var same = result.Succeeded && c.DocumentsEqual(result.ToYaml());
            var exact = result.Succeeded && result.ToYaml() == c.ExpectedBytes;
            documents += same ? 1 : 0;
            bytes += exact ? 1 : 0;
            if (!exact)
            {
                failures.Add($"{c.Id}: {(same ? "bytes differ" : result.Succeeded ? "documents differ" : "failed: " + result.Error)}");
            }
        }

        output.WriteLine($"kustomize conformance ({ConformanceCase.Source}): documents {documents}/{yaml}, bytes {bytes}/{yaml}, errors {failed}/{errors}, error words {words}/{errors}");
        failures.ForEach(output.WriteLine);
        Assert.Empty(failures);
    }

    [Fact]
    public void What_lies_outside_the_read_set_does_not_change_a_build()
    {
        Assert.SkipWhen(ConformanceCase.All.Count == 0, "No recorded builds: set PLUMBLINE_CONFORMANCE to their folder.");
        foreach (var c in ConformanceCase.All)
        {
            var before = c.Run();
            var changed = ReadSetMutation.ChangeAllUnread(c.Tree(), before.Reads);
            var after = Plumbline.Rendering.Kustomize.KustomizeBuild.Run(changed, c.Directory, c.Options, CancellationToken.None);

            Assert.True(before.Reads.HoldsIn(changed), $"{c.Id}: the read set holds what was not read");
            Assert.Equal((c.Id, before.Error, before.Succeeded ? before.ToYaml() : ""), (c.Id, after.Error, after.Succeeded ? after.ToYaml() : ""));
        }
    }
}
