using System.Diagnostics;

namespace Plumbline.Demo;

/// <summary>Brings the parts up, tells the story, and leaves the system up where that is wanted.</summary>
internal static class Performance
{
    public static async Task<int> Run(string root, DemoOptions options, Narrator narrator, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        if (await Up(root, narrator, watch, token) is not { } built)
        {
            return 1;
        }

        await using var stage = built;
        await using var buttons = await Buttons.Start(stage, token);
        try
        {
            await new Story(stage, buttons, narrator, options.Manual).Tell(token);
            narrator.Chapter($"{narrator.Told} checks, all as expected, in {watch.Elapsed.TotalSeconds:F0} s");
        }
        catch (DifferenceException e)
        {
            narrator.Chapter($"The story differs: {e.Message}");
            narrator.Note($"The last lines of plumb:\n{stage.Host.LastLines}");
            if (!options.Keep)
            {
                return 1;
            }
        }

        if (options.Once && !options.Keep)
        {
            return 0;
        }

        Explain(stage, buttons, narrator);
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        return 0;
    }

    /// <summary>Brings the parts up and times pushes on them.</summary>
    public static async Task<int> Bench(string root, BenchOptions options, Narrator narrator, CancellationToken token)
    {
        if (await Up(root, narrator, Stopwatch.StartNew(), token) is not { } built)
        {
            return 1;
        }

        await using var stage = built;
        try
        {
            await new PushBench(stage, options, narrator).Run(token);
            return 0;
        }
        catch (DifferenceException e)
        {
            narrator.Note($"The bench ends: {e.Message}\nThe last lines of plumb:\n{stage.Host.LastLines}");
            return 1;
        }
    }

    private static async Task<Stage?> Up(string root, Narrator narrator, Stopwatch watch, CancellationToken token)
    {
        narrator.Chapter("Bringing up storage, a cluster, a git server and Plumbline");
        try
        {
            var stage = await Stage.Build(root, narrator.Progress, token);
            narrator.Did($"everything is up ({watch.Elapsed.TotalSeconds:F0} s)");
            return stage;
        }
        catch (DifferenceException e)
        {
            narrator.Note(e.Message);
            return null;
        }
    }

    private static void Explain(Stage stage, Buttons buttons, Narrator narrator) => narrator.Note(
        $"""

        The system stays up until Ctrl+C.
          push    git clone {stage.Shop.Url} shop; change stage/ and push; Plumbline finds it within ten seconds
          ask     curl -X POST {buttons.Address}ask/shop-production
          press   curl -X POST {buttons.Address}press/approve   (or press/reject)
          chat    curl {buttons.Address}messages
          commits curl {buttons.Address}statuses
          look    KUBECONFIG={stage.Kubeconfig} kubectl get all -A
                  curl -H 'Authorization: Bearer {stage.Secrets.Api}' {stage.Host.Address}api/v1/applications
          log     {stage.Log}
        """);
}
