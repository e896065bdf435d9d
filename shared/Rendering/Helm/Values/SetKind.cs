namespace Plumbline.Rendering.Helm.Values;

/// <summary>Which of Helm's flags a setting comes from: decides what the value's text means.</summary>
public enum SetKind
{
    /// <summary><c>--set</c>: true, false, null and whole numbers are typed, the rest is text.</summary>
    Typed,

    /// <summary><c>--set-string</c>: always text.</summary>
    Text,

    /// <summary><c>--set-json</c>: JSON; nothing means null.</summary>
    Json,

    /// <summary><c>--set-file</c>: the path of a file whose content is the value.</summary>
    File,

    /// <summary><c>--set-literal</c>: all that follows the first equals sign, without escapes.</summary>
    Literal,
}
