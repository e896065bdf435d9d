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

/// <summary>A piece of YAML: where it begins and ends, and the name or handle it carries.</summary>
internal readonly record struct Token(TokenKind Kind, Mark Start, Mark End, string Text = "");
