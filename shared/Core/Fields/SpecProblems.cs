using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Fields;

/// <summary>Collects what is wrong with one object.</summary>
internal sealed class SpecProblems(ObjectOrigin origin)
{
    private readonly List<Problem> _all = [];

    public IReadOnlyList<Problem> All => _all;

    public ObjectOrigin Origin => origin;

    public bool HasErrors { get; private set; }

    public void Error(string code, string message, SourcePosition position, string field, string? hint = null)
    {
        HasErrors = true;
        Add(ProblemSeverity.Error, code, message, position, field, hint);
    }

    public void Warn(string code, string message, SourcePosition position, string field, string? hint = null) =>
        Add(ProblemSeverity.Warning, code, message, position, field, hint);

    /// <summary>A required field is missing from <paramref name="owner"/>.</summary>
    public void Missing(Node? owner, string field, string message, string? hint = null) =>
        Error(ProblemCode.FieldRequired, message, owner?.Position ?? default, field, hint);

    /// <summary>A value of <paramref name="owner"/> is not allowed.</summary>
    public void Invalid(MapNode owner, string key, string path, string message, string? hint = null) =>
        Error(ProblemCode.FieldInvalid, message, owner[key]?.Position ?? owner.Position, FieldPath.Child(path, key), hint);

    public Reading<T> Finish<T>(Func<T> value)
        where T : class => new(HasErrors ? null : value(), _all);

    private void Add(ProblemSeverity severity, string code, string message, SourcePosition position, string field, string? hint) =>
        _all.Add(new Problem(code, message)
        {
            Severity = severity,
            File = origin.File,
            Position = position.IsKnown ? position : origin.Position,
            Field = field.Length == 0 ? null : field,
            Hint = hint,
        });
}
