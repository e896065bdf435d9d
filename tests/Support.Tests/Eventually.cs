namespace Plumbline.Support.Tests;

/// <summary>Asks again until an expectation holds; a minute is far beyond what any of them takes.</summary>
internal static class Eventually
{
    public static async Task<T> HasAsync<T>(Func<Task<T>> look, Predicate<T> expected)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (expected(seen))
            {
                return seen;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(1), $"last seen: {seen}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
