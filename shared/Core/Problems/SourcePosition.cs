namespace Plumbline.Core.Problems;

/// <summary>A place in a text. Both numbers start at 1; 0 means unknown.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
public readonly record struct SourcePosition(int Line, int Column)
{
    /// <summary>The unknown place.</summary>
    public static SourcePosition None => default;

    /// <summary>Whether the place is known.</summary>
    public bool IsKnown => Line > 0;
}
