using System.Diagnostics;

namespace Plumbline.Demo;

/// <summary>Tells the story, a line per event: time, whether it is as expected, what.</summary>
internal sealed class Narrator(TextWriter output, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Lock _lines = new();

    /// <summary>How many events were as expected.</summary>
    public int Told { get; private set; }

    /// <summary>A heading.</summary>
    public void Chapter(string title) => Line($"\n{title}");

    /// <summary>Something that is under way.</summary>
    public void Progress(string what) => Line($"{Time}   {what}");

    /// <summary>Something for the user to read.</summary>
    public void Note(string text) => Line(text);

    /// <summary>Something that was done.</summary>
    public void Did(string what) => Line($"{Time} · {what}");

    /// <summary>Waits until <paramref name="look"/> answers yes, saying how it stands when it takes longer.</summary>
    /// <exception cref="DifferenceException">It answered no, or not in time.</exception>
    public async Task Expect(string what, TimeSpan deadline, Func<CancellationToken, Task<Expectation>> look, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        var next = Patience;
        while (true)
        {
            switch (await look(token))
            {
                case Expectation.Succeeded yes:
                    Told++;
                    Line($"{Time} ✔ {what}{(yes.What is null ? "" : $": {yes.What}")} ({watch.Elapsed.TotalSeconds:F1} s)");
                    return;
                case Expectation.Failed no:
                    throw Differs(what, no.Why);
                case Expectation.Pending pending when watch.Elapsed >= deadline:
                    throw Differs(what, $"not after {deadline.TotalSeconds:F0} s; {pending.Why}");
                case Expectation.Pending pending when watch.Elapsed >= next:
                    next += Patience;
                    Progress($"… {pending.Why}");
                    break;
            }

            await Task.Delay(Look, clock, token);
        }
    }

    private string Time => $"{clock.GetLocalNow():HH:mm:ss}";

    private DifferenceException Differs(string what, string why)
    {
        Line($"{Time} ✖ {what}: {why}");
        return new DifferenceException(what);
    }

    private void Line(string text)
    {
        lock (_lines)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }
}
