using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Yaml;

/// <summary>What a piece of YAML is.</summary>
internal enum TokenKind
{
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

/// <summary>A piece of YAML: where it begins and ends, and what it carries.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Text">The text of a scalar, the name of an anchor, the handle of a tag.</param>
/// <param name="Suffix">The rest of a tag, or what a handle stands for.</param>
/// <param name="Style">How a scalar is written.</param>
internal readonly record struct Token(TokenKind Kind, Mark Start, Mark End, string Text = "", string Suffix = "", ScalarStyle Style = ScalarStyle.Plain);
