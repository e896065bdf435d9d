using System.Text;
using Plumbline.Core.Fields;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Control;

/// <summary>
/// The entries of a Secret that registers something: <c>stringData</c> over decoded <c>data</c>. Values are never put into problems,
/// for whoever mistakes this file for a place to keep secrets.
/// </summary>
internal sealed class SecretFields
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, (string Value, string Field, SourcePosition Position)> _entries = new(StringComparer.Ordinal);
    private readonly SpecProblems _problems;
    private readonly Node _owner;

    public SecretFields(MapNode root, SpecProblems problems)
    {
        _problems = problems;
        _owner = root;
        foreach (var entry in root.Map("data") ?? [])
        {
            if (entry.Value is ScalarNode { StringValue: { } encoded } && Decode(encoded) is { } value)
            {
                _entries[entry.Key] = (value, FieldPath.Child("data", entry.Key), entry.Value.Position);
            }
            else if (!entry.Value.IsNull)
            {
                problems.Error(ProblemCode.FieldInvalid, "The value is not base64 of a text.", entry.Value.Position, FieldPath.Child("data", entry.Key), "Write it under stringData as it is.");
            }
        }

        foreach (var entry in root.Map("stringData") ?? [])
        {
            if (entry.Value is ScalarNode { StringValue: { } value })
            {
                _entries[entry.Key] = (value, FieldPath.Child("stringData", entry.Key), entry.Value.Position);
            }
        }
    }

    public IEnumerable<string> Keys => _entries.Keys;

    public SourcePosition PositionOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Position : _owner.Position;

    public string FieldOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Field : FieldPath.Child("stringData", key);

    /// <summary>A value that is no secret; null when it is not written or empty.</summary>
    public string? Plain(string key) => _entries.TryGetValue(key, out var entry) && entry.Value.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>A value that must stand as a reference; null when it is not written, or a problem.</summary>
    public string? Secret(string key)
    {
        if (Plain(key) is not { } value)
        {
            return null;
        }

        if (SecretReference.IsReference(value))
        {
            return value;
        }

        Literal(key, FieldOf(key));
        return null;
    }

    /// <summary>Reports a secret value that stands in the file.</summary>
    public void Literal(string key, string field) => _problems.Error(
        ProblemCode.SecretLiteral, "A secret value stands here; only a reference to it may.", PositionOf(key), field,
        "Write env:NAME, file:PATH or keyvault:NAME, and replace the value: whoever can read this repository knows it.");

    public bool Flag(string key)
    {
        switch (Plain(key))
        {
            case null or "false" or "False" or "FALSE" or "f" or "F" or "0":
                return false;
            case "true" or "True" or "TRUE" or "t" or "T" or "1":
                return true;
            default:
                _problems.Error(ProblemCode.FieldInvalid, "true or false is expected here.", PositionOf(key), FieldOf(key));
                return false;
        }
    }

    public long? Number(string key, long most)
    {
        if (Plain(key) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number <= most)
        {
            return number;
        }

        _problems.Error(ProblemCode.FieldInvalid, $"A whole number from 0 to {most} is expected here.", PositionOf(key), FieldOf(key));
        return null;
    }

    private static string? Decode(string encoded)
    {
        try
        {
            return Strict.GetString(Convert.FromBase64String(encoded));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
