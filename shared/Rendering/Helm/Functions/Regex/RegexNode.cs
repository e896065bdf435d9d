namespace Plumbline.Rendering.Helm.Functions.Regex;

/// <summary>A parsed regular expression.</summary>
internal abstract record RegexNode;

/// <summary>Nothing.</summary>
internal sealed record EmptyNode : RegexNode;

/// <summary>One character of a set.</summary>
internal sealed record SetNode(RuneSet Set) : RegexNode;

/// <summary>A place: start or end of text or line, or a word boundary.</summary>
internal sealed record AssertNode(Assertion Kind) : RegexNode;

/// <summary>A group; index 0 is none.</summary>
internal sealed record GroupNode(RegexNode Inner, int Index) : RegexNode;

/// <summary>One after the other.</summary>
internal sealed record SequenceNode(IReadOnlyList<RegexNode> Parts) : RegexNode;

/// <summary>One or the other, the first preferred.</summary>
internal sealed record ChoiceNode(IReadOnlyList<RegexNode> Parts) : RegexNode;

/// <summary>A repetition; a maximum of -1 is none.</summary>
internal sealed record RepeatNode(RegexNode Inner, int Minimum, int Maximum, bool Greedy) : RegexNode;

/// <summary>The places an expression can ask for.</summary>
internal enum Assertion
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
