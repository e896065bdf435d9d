namespace Plumbline.Core.Problems;

/// <summary>
/// Leaves an engine with what the user has to mend. Thrown only inside an engine (reader, renderer, parser) and turned
/// into a list of problems at its public face.
/// </summary>
public sealed class ProblemException : Exception
{
    /// <summary>Leaves with one problem.</summary>
    public ProblemException(Problem problem)
        : this([problem])
    {
    }

    /// <summary>Leaves with several problems; the first gives the message.</summary>
    public ProblemException(IReadOnlyList<Problem> problems)
        : base(problems.Count == 0 ? "no problem given" : problems[0].ToString()) => Problems = problems;

    /// <summary>At least one problem.</summary>
    public IReadOnlyList<Problem> Problems { get; }
}
