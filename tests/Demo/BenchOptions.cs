using System.Globalization;

namespace Plumbline.Demo;

/// <summary>What <c>plumb bench push</c> is asked for.</summary>
/// <param name="Pushes">Pushes that are timed one after the other.</param>
/// <param name="Rate">Webhooks a second that are sent at the end.</param>
/// <param name="Seconds">For how long they are sent.</param>
internal sealed record BenchOptions(int Pushes, int Rate, int Seconds)
{
    public const string Usage = "usage: ./plumb bench push [--pushes N] [--rate N] [--seconds N]";

    /// <summary>Reads the arguments behind <c>bench</c>; null when one is not known.</summary>
    public static BenchOptions? Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count % 2 != 1 || arguments[0] != "push")
        {
            return null;
        }

        var options = new BenchOptions(20, 200, 10);
        for (var i = 1; i < arguments.Count; i += 2)
        {
            if (!int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n is < 1 or > 10_000)
            {
                return null;
            }

            options = arguments[i] switch
            {
                "--pushes" => options with { Pushes = n },
                "--rate" => options with { Rate = n },
                "--seconds" => options with { Seconds = n },
                _ => null,
            };
            if (options is null)
            {
                return null;
            }
        }

        return options;
    }
}
