using Plumbline.Core.Applications;
using Plumbline.Core.Fields;
using static Plumbline.Core.Fields.FieldRule;

namespace Plumbline.Core.Control;

/// <summary>The Secrets that register clusters and repositories (SEC-1).</summary>
internal static class RegistrationSecret
{
    /// <summary>The label that says what a Secret registers.</summary>
    public const string Label = "argocd.argoproj.io/secret-type";

    /// <summary>The Secret around the entries.</summary>
    public static readonly FieldRule Secret = Map(
        ("apiVersion", Text), ("kind", Text), ("metadata", ApplicationFields.Metadata), ("type", Text), ("immutable", Any), ("data", TextMap), ("stringData", TextMap));

    /// <summary>Warns of entries that are not known, or known without effect.</summary>
    public static void CheckKeys(SecretFields fields, IReadOnlySet<string> actedOn, IReadOnlySet<string> idle, SpecProblems problems)
    {
        foreach (var key in fields.Keys.Where(k => !actedOn.Contains(k)).Order(StringComparer.Ordinal))
        {
            if (idle.Contains(key))
            {
                problems.Warn(Problems.ProblemCode.FieldNotActedOn, "The entry is understood and kept, but has no effect yet.", fields.PositionOf(key), fields.FieldOf(key));
            }
            else
            {
                problems.Warn(Problems.ProblemCode.FieldUnknown, "There is no such entry; it has no effect.", fields.PositionOf(key), fields.FieldOf(key));
            }
        }
    }
}
