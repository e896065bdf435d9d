namespace Plumbline.Demo;

/// <summary>What the demo is asked for.</summary>
/// <param name="Once">Run through and end; the first difference ends it with code 1.</param>
/// <param name="Manual">Let the user press the buttons.</param>
/// <param name="Keep">Stay up when something went wrong, to look around.</param>
internal sealed record DemoOptions(bool Once, bool Manual, bool Keep)
{
    public const string Usage = "usage: ./demo.sh [--once] [--manual] [--keep]";

    /// <summary>Reads the arguments; null when one is not known.</summary>
    public static DemoOptions? Parse(IReadOnlyList<string> arguments) =>
        arguments.All(a => a is "--once" or "--manual" or "--keep")
            ? new DemoOptions(arguments.Contains("--once"), arguments.Contains("--manual"), arguments.Contains("--keep"))
            : null;
}
