using System.Collections.Concurrent;
using Plumbline.Support.Processes;

namespace Plumbline.Support.Tests;

public sealed class ChildProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Child_that_ends_gives_its_exit_code_and_lines()
    {
        var lines = new ConcurrentQueue<string>();

        await using var child = await StartAsync("echo one; echo 2 >&2; exit 7", StopSignal.Kill, lines.Enqueue);
        var status = await child.WaitAsync(Cancellation);

        Assert.Equal(7, status);
        Assert.Equal(["2", "one"], lines.Order());
        Assert.False(ProcessTable.IsAlive(child.Id));
    }

    [Theory]
    [InlineData("echo 2; echo 3 >&2; exit 7")]
    [InlineData("echo 3 >&2; echo 2; exit 7")]
    public async Task Child_that_writes_numbers_at_once_is_known_by_its_own_id_all_the_same(string script)
    {
        for (var round = 0; round < 20; round++)
        {
            var lines = new ConcurrentQueue<string>();

            await using var child = await StartAsync(script, StopSignal.Kill, lines.Enqueue);
            await child.WaitAsync(Cancellation);

            Assert.True(child.Id > 3);
            Assert.Equal(["2", "3"], lines.Order());
        }
    }

    [Fact]
    public async Task Child_disposed_is_killed_though_it_ignores_requests()
    {
        var child = await StartAsync("trap '' TERM INT HUP; while :; do sleep 0.05; done", StopSignal.Kill, null);
        Assert.True(ProcessTable.IsAlive(child.Id));

        await child.DisposeAsync();

        Assert.False(ProcessTable.IsAlive(child.Id));
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task Child_to_be_terminated_can_tidy_up()
    {
        var lines = new ConcurrentQueue<string>();
        var child = await StartAsync("trap 'echo tidy; exit 0' TERM; echo ready; while :; do sleep 0.05; done", StopSignal.Terminate, lines.Enqueue);
        await Eventually.HasAsync(() => Task.FromResult(lines.Count), count => count == 1);

        await child.DisposeAsync();

        Assert.Equal(["ready", "tidy"], lines);
    }

    [Fact]
    public async Task Child_that_ignores_termination_is_killed()
    {
        var lines = new ConcurrentQueue<string>();
        var child = await StartAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done", StopSignal.Terminate, lines.Enqueue);
        await Eventually.HasAsync(() => Task.FromResult(lines.Count), count => count == 1);

        await child.DisposeAsync();

        Assert.False(ProcessTable.IsAlive(child.Id));
    }

    [Fact]
    public async Task Child_arguments_reach_it_as_they_are()
    {
        var lines = new ConcurrentQueue<string>();
        var options = new ChildProcessOptions
        {
            Name = "printf",
            File = ExecutableFinder.Find("printf")!,
            Arguments = ["%s|%s|%s\\n", "a b", "$HOME", "'\";`"],
            OnLine = lines.Enqueue,
        };

        await using var child = await ChildProcess.StartAsync(options, Cancellation);
        await child.WaitAsync(Cancellation);

        Assert.Equal(["a b|$HOME|'\";`"], lines);
    }

    [Fact]
    public async Task Child_whose_program_is_missing_ends_with_a_code_that_says_so()
    {
        var options = new ChildProcessOptions { Name = "nothing", File = "/nowhere/nothing" };

        await using var child = await ChildProcess.StartAsync(options, Cancellation);

        Assert.Equal(127, await child.WaitAsync(Cancellation));
        Assert.Contains("/nowhere/nothing", child.LastLines, StringComparison.Ordinal);
    }

    private static Task<ChildProcess> StartAsync(string script, StopSignal stop, Action<string>? onLine) =>
        ChildProcess.StartAsync(
            new ChildProcessOptions { Name = "script", File = ExecutableFinder.Find("sh")!, Arguments = ["-c", script], Stop = stop, OnLine = onLine },
            Cancellation);
}
