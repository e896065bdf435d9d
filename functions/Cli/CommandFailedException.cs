using Plumbline.Core.Problems;

namespace Plumbline.Functions.Cli;

/// <summary>Ends a command with an exit code and what the user reads on stderr; nothing of the answer was printed before.</summary>
/// <param name="exit">One of <see cref="ExitCode"/>.</param>
/// <param name="headline">What could not be done, in a few words after "✖".</param>
/// <param name="problems">Why; files as the user would name them.</param>
internal sealed class CommandFailedException(int exit, string headline, IReadOnlyList<Problem> problems) : Exception(headline)
{
    public CommandFailedException(int exit, string headline, Problem problem)
        : this(exit, headline, [problem])
    {
    }

    public int Exit => exit;

    public string Headline => Message;

    public IReadOnlyList<Problem> Problems => problems;
}
