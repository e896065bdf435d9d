namespace Plumbline.Core.Fields;

/// <summary>What a field may hold. <c>null</c> is always allowed and means that the field is not written.</summary>
internal enum FieldType
{
    Any,
    Text,
    TextOrNumber,
    Boolean,
    Integer,
    WholeOrText,
    Map,
    List,
    TextMap,
}

/// <summary>One line of the table of a kind's fields: what a field holds and whether it has an effect.</summary>
internal sealed record FieldRule(FieldType Type)
{
    public static readonly FieldRule Any = new(FieldType.Any);
    public static readonly FieldRule Text = new(FieldType.Text);
    public static readonly FieldRule TextOrNumber = new(FieldType.TextOrNumber);
    public static readonly FieldRule Flag = new(FieldType.Boolean);
    public static readonly FieldRule Whole = new(FieldType.Integer);
    public static readonly FieldRule WholeOrText = new(FieldType.WholeOrText);
    public static readonly FieldRule TextMap = new(FieldType.TextMap);
    public static readonly FieldRule Texts = List(Text);

    /// <summary>Whether the field has an effect. A field without one is kept and reported.</summary>
    public bool IsActedOn { get; private init; } = true;

    /// <summary>Fields of a map.</summary>
    public IReadOnlyDictionary<string, FieldRule> Fields { get; private init; } = new Dictionary<string, FieldRule>();

    /// <summary>Rule of the items of a list.</summary>
    public FieldRule? Items { get; private init; }

    /// <summary>The same field, understood but without effect.</summary>
    public FieldRule Idle => this with { IsActedOn = false };

    public static FieldRule Map(params (string Name, FieldRule Rule)[] fields) =>
        new(FieldType.Map) { Fields = fields.ToDictionary(f => f.Name, f => f.Rule, StringComparer.Ordinal) };

    public static FieldRule List(FieldRule items) => new(FieldType.List) { Items = items };
}
