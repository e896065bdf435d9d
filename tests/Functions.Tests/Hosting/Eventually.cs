namespace Plumbline.Functions.Tests.Hosting;

/// <summary>Waits for what is expected of a running system.</summary>
internal static class Eventually
{
    /// <summary>Fails with <paramref name="what"/> when <paramref name="condition"/> does not come true in half a minute.</summary>
    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    /// <summary>The same for a condition that has to be asked for.</summary>
    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Not within 30 s: {what}");
    }
}
