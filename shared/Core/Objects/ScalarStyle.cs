namespace Plumbline.Core.Objects;

/// <summary>How a scalar was written.</summary>
public enum ScalarStyle : byte
{
    /// <summary>Without quotes, or not read from a text.</summary>
    Plain,

    /// <summary>In single quotes.</summary>
    SingleQuoted,

    /// <summary>In double quotes.</summary>
    DoubleQuoted,

    /// <summary>As a block whose lines stay (<c>|</c>).</summary>
    Literal,

    /// <summary>As a block whose lines are joined (<c>&gt;</c>).</summary>
    Folded,
}
