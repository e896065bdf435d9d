using Plumbline.Core.Problems;

namespace Plumbline.Core.Fields;

/// <summary>What came of reading one object that a user wrote.</summary>
/// <param name="Value">The object; null when an error stands in its way.</param>
/// <param name="Problems">All that is wrong with it, errors and warnings, in the order they were found.</param>
public sealed record Reading<T>(T? Value, IReadOnlyList<Problem> Problems)
    where T : class;
