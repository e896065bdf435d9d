using System.Diagnostics;
using System.Globalization;
using Plumbline.Fixtures;

namespace Plumbline.Support.Tests;

public sealed class OrphanTests(ControlPlaneFixture planes, AzuriteFixture azurites)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Parts_of_a_parent_that_was_killed_are_gone()
    {
        _ = await planes.UseAsync(Cancellation);
        _ = await azurites.UseAsync(Cancellation);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Plumbline.RealParts.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var parent = Process.Start(start)!;
        var ids = await ReadIdsAsync(parent);
        Assert.True(ids.Length >= 3);
        Assert.All(ids, id => Assert.True(ProcessTable.IsAlive(id)));

        // SIGKILL to the parent alone: nothing of its own can run after that.
        parent.Kill(entireProcessTree: false);

        await Eventually.HasAsync(() => Task.FromResult(ids.Count(ProcessTable.IsAlive)), alive => alive == 0);
    }

    private static async Task<int[]> ReadIdsAsync(Process parent)
    {
        while (await parent.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("PROCESSES=", StringComparison.Ordinal))
            {
                return [.. line["PROCESSES=".Length..].Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
            }
        }

        Assert.Fail("the parent ended before its parts were ready");
        return [];
    }
}
