using System.Globalization;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Objects;

/// <summary>A null, boolean, number or text. Immutable.</summary>
public sealed class ScalarNode : Node
{
    private readonly NodeKind _kind;
    private readonly string? _text;
    private readonly long _bits;
    private readonly bool _unsigned;
    private ScalarStyle _style;
    private bool _untyped;
    private string? _written;

    private ScalarNode(NodeKind kind, string? text, long bits, bool unsigned, SourcePosition position)
        : base(position)
    {
        _kind = kind;
        _text = text;
        _bits = bits;
        _unsigned = unsigned;
    }

    /// <summary>The shared null without a place.</summary>
    public static ScalarNode Null { get; } = new(NodeKind.Null, null, 0, false, default);

    /// <summary>The shared true without a place.</summary>
    public static ScalarNode True { get; } = new(NodeKind.Boolean, null, 1, false, default);

    /// <summary>The shared false without a place.</summary>
    public static ScalarNode False { get; } = new(NodeKind.Boolean, null, 0, false, default);

    /// <inheritdoc/>
    public override NodeKind Kind => _kind;

    /// <summary>The value of a <see cref="NodeKind.Boolean"/>; false for every other kind.</summary>
    public bool BooleanValue => _kind == NodeKind.Boolean && _bits != 0;

    /// <summary>The value of an <see cref="NodeKind.Integer"/>, exact; 0 for every other kind.</summary>
    public Int128 IntegerValue => _kind != NodeKind.Integer ? 0 : _unsigned ? (Int128)(ulong)_bits : _bits;

    /// <summary>The value of a <see cref="NodeKind.Float"/>, or an integer as a double; 0 for every other kind.</summary>
    public double FloatValue => _kind switch
    {
        NodeKind.Float => BitConverter.Int64BitsToDouble(_bits),
        NodeKind.Integer => (double)IntegerValue,
        _ => 0,
    };

    /// <summary>The value of a <see cref="NodeKind.String"/>; null for every other kind.</summary>
    public string? StringValue => _kind == NodeKind.String ? _text : null;

    /// <summary>
    /// The value as it was written in its source: <c>1.50</c>, <c>0x1F</c>, <c>True</c>. Equal to <see cref="ToString"/> where that is unknown.
    /// It takes no part in comparisons.
    /// </summary>
    public string Text => _written ?? ToString();

    /// <summary>
    /// How the value was written in its source; <see cref="ScalarStyle.Plain"/> for values that were made. It takes no part in comparisons and
    /// writers do not go by it, but kustomize does: what takes the place of a quoted value is text.
    /// </summary>
    public ScalarStyle Style => _style;

    /// <summary>
    /// Whether the value has whatever type its text has: one that was put there as a bare word, and not read from a file or made as a text. It takes no part in comparisons and
    /// writers do not go by it, but kustomize does: another text in its place may be a number.
    /// </summary>
    public bool IsUntyped => _untyped;

    /// <summary>The same value with <paramref name="written"/> as its <see cref="Text"/>.</summary>
    public ScalarNode WrittenAs(string written) => new(_kind, _text, _bits, _unsigned, Position) { _written = written, _style = _style, _untyped = _untyped };

    /// <summary>The same value in another style.</summary>
    public ScalarNode InStyle(ScalarStyle style) =>
        style == _style ? this : new(_kind, _text, _bits, _unsigned, Position) { _written = _written, _style = style, _untyped = _untyped };

    /// <summary>A text as it was read, with its style.</summary>
    internal static ScalarNode Read(string value, ScalarStyle style, SourcePosition position) =>
        new(NodeKind.String, value, 0, false, position) { _style = style };

    /// <summary>Makes this value, which nobody else has yet, one of whatever type its text has.</summary>
    internal ScalarNode Untyped()
    {
        _untyped = true;
        return this;
    }

    /// <summary>Makes a text.</summary>
    public static ScalarNode Of(string value, SourcePosition position = default) =>
        new(NodeKind.String, value, 0, false, position);

    /// <summary>Makes a boolean.</summary>
    public static ScalarNode Of(bool value, SourcePosition position = default) =>
        position == default ? value ? True : False : new(NodeKind.Boolean, null, value ? 1 : 0, false, position);

    /// <summary>Makes a whole number.</summary>
    public static ScalarNode Of(long value, SourcePosition position = default) =>
        new(NodeKind.Integer, null, value, false, position);

    /// <summary>Makes a whole number that may be above int64.</summary>
    public static ScalarNode Of(ulong value, SourcePosition position = default) =>
        new(NodeKind.Integer, null, (long)value, value > long.MaxValue, position);

    /// <summary>Makes a floating point number.</summary>
    public static ScalarNode Of(double value, SourcePosition position = default) =>
        new(NodeKind.Float, null, BitConverter.DoubleToInt64Bits(value), false, position);

    /// <summary>Makes a null that remembers its place.</summary>
    public static ScalarNode NullAt(SourcePosition position) => new(NodeKind.Null, null, 0, false, position);

    /// <inheritdoc/>
    public override Node Clone() => this;

    /// <summary>Same kind and same value.</summary>
    public bool ValueEquals(ScalarNode other) =>
        _kind == other._kind && _bits == other._bits && _unsigned == other._unsigned &&
        string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <summary>The value as short text for messages: <c>null</c>, <c>true</c>, <c>12</c>, <c>1.5</c> or the text itself.</summary>
    public override string ToString() => _kind switch
    {
        NodeKind.Null => "null",
        NodeKind.Boolean => _bits != 0 ? "true" : "false",
        NodeKind.Integer => IntegerValue.ToString(CultureInfo.InvariantCulture),
        NodeKind.Float => FloatValue.ToString("R", CultureInfo.InvariantCulture),
        _ => _text!,
    };
}
