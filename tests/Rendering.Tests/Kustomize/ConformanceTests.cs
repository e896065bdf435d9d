namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Every recorded run of kustomize gives the same objects here, byte for byte, or fails with the same words.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
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
        Assert.Empty(failures.Select(f => f.Split('\n')[0]));
    }
}
