using System.Net;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Objects;
using Plumbline.Kubernetes.Connections;
using Plumbline.Kubernetes.Trees;

namespace Plumbline.Kubernetes.Apply;

/// <summary>
/// Turns an answer that says no into a <see cref="ClusterException"/>. "Immutable" is said only when every cause says so: a caller may then replace
/// the object, which deletes it, so anything doubtful is "invalid" (style §1.1).
/// </summary>
internal static class Refusal
{
    private const int LongestMessage = 1000;

    /// <summary>The exception for an answer.</summary>
    public static ClusterException Of(ApiCall call, ApiAnswer answer, ApiConnection connection)
    {
        var failure = Classify(answer);
        var said = Sentence(call, answer);
        var message = connection.Scrub(call.Scrubber.Scrub(said));
        var subject = call.Resource is { } key ? $"{key}: " : "";
        return new ClusterException(failure, $"{subject}{(message.Length > LongestMessage ? message[..LongestMessage] + "…" : message)}", call.Resource, answer.RetryAfter);
    }

    /// <summary>The reason in the answer, such as <c>AlreadyExists</c>; empty when it gives none.</summary>
    public static string ReasonOf(ApiAnswer answer) => answer.Body.Text("reason");

    private static ClusterFailure Classify(ApiAnswer answer)
    {
        var said = answer.Body.Text("message");
        return (int)answer.Status switch
        {
            401 => ClusterFailure.Unauthorized,
            403 when HasCause(answer, "NamespaceTerminating") => ClusterFailure.Conflict,
            403 when IsWebhookDenial(said) => ClusterFailure.Invalid,
            403 => ClusterFailure.Forbidden,
            404 => ClusterFailure.NotFound,
            409 or 410 or 412 => ClusterFailure.Conflict,
            422 when IsImmutable(answer) => ClusterFailure.Immutable,
            429 => ClusterFailure.Unavailable,
            500 when IsMalformed(said) || IsWebhookDenial(said) => ClusterFailure.Invalid,
            >= 500 or (>= 300 and < 400) or 408 => ClusterFailure.Unavailable,
            _ => ClusterFailure.Invalid,
        };
    }

    private static bool IsWebhookDenial(string said) =>
        said.Contains("admission webhook", StringComparison.Ordinal) && said.Contains("denied the request", StringComparison.Ordinal);

    // An apply that does not fit the schema is answered with 500: an unknown field by old and new servers, values of the wrong type by old ones.
    private static bool IsMalformed(string said) => Array.Exists(
        ["failed to create typed patch object", "field not declared in schema", "unable to convert unstructured object", "illegal base64", "cannot unmarshal"],
        part => said.Contains(part, StringComparison.Ordinal));

    private static bool HasCause(ApiAnswer answer, string reason) => Causes(answer).Any(c => c.Text("reason") == reason);

    private static bool IsImmutable(ApiAnswer answer)
    {
        var causes = Causes(answer).ToList();
        return ReasonOf(answer) == "Invalid" && causes.Count > 0 && causes.TrueForAll(c => SaysImmutable(c.Text("reason"), c.Text("message")));
    }

    private static bool SaysImmutable(string reason, string message) =>
        (reason is "FieldValueInvalid" or "FieldValueForbidden" && message.EndsWith("field is immutable", StringComparison.Ordinal)) ||
        (reason == "FieldValueForbidden" && message.Contains("field is immutable when", StringComparison.Ordinal)) ||
        (reason == "FieldValueForbidden" && message.Contains("updates to statefulset spec for fields other than", StringComparison.Ordinal)) ||
        (reason == "FieldValueForbidden" && message.Contains("pod updates may not change fields other than", StringComparison.Ordinal)) ||
        (reason == "FieldValueForbidden" && message.Contains("spec is immutable after creation except", StringComparison.Ordinal));

    private static IEnumerable<MapNode> Causes(ApiAnswer answer) => answer.Body.Map("details").Maps("causes");

    private static string Sentence(ApiCall call, ApiAnswer answer)
    {
        var said = answer.Body.Text("message");
        if (call.Resource is { Kind: var kind } && kind.Trim().Equals("Secret", StringComparison.OrdinalIgnoreCase))
        {
            // Servers repeat what they refuse; of a Secret only the places are told (T-SEC-3).
            var fields = Causes(answer).Select(c => c.Text("field")).Where(f => f.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            var reason = ReasonOf(answer) is { Length: > 0 } given ? given : ((int)answer.Status).ToString();
            return fields.Count == 0 ? $"the API server refuses it ({reason})" : $"the API server refuses it ({reason}: {string.Join(", ", fields)})";
        }

        return said.Length > 0 ? said : $"the API server answered {(int)answer.Status} {answer.Status}";
    }
}
