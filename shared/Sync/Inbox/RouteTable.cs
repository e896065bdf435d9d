using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;

namespace Plumbline.Sync.Inbox;

/// <summary>The routes of the inbox with their secrets, made once at start. A route that is not sound stops the start (T-WH-3).</summary>
public sealed partial class RouteTable
{
    private const int ShortestSecret = 16;
    private readonly FrozenDictionary<string, WebhookRoute> _routes;

    private RouteTable(IEnumerable<WebhookRoute> routes) => _routes = routes.ToFrozenDictionary(r => r.Id, StringComparer.Ordinal);

    /// <summary>Ids of the routes.</summary>
    public IReadOnlyList<string> Ids => _routes.Keys;

    /// <summary>Reads the secrets and checks every route.</summary>
    /// <exception cref="ProblemException">Some route is not sound; all problems are listed, none with a secret.</exception>
    public static async Task<RouteTable> Load(IReadOnlyDictionary<string, RouteOptions> options, ISecretReferences secrets, CancellationToken token)
    {
        var problems = new List<Problem>();
        var routes = new List<WebhookRoute>();
        foreach (var (id, route) in options.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            var provider = route.Provider switch { "github" => DeliveryProvider.GitHub, "generic-hmac" => DeliveryProvider.Generic, _ => (DeliveryProvider?)null };
            if (!RouteId().IsMatch(id))
            {
                problems.Add(Fault(id, null, "A route's id has 3 to 64 letters, digits, '-' and '_'."));
            }

            if (provider is null)
            {
                problems.Add(Fault(id, "Provider", "The provider must be github or generic-hmac."));
            }

            var current = await Secret(id, "Secret", route.Secret, secrets, problems, token);
            var previous = route.PreviousSecret is null ? null : await Secret(id, "PreviousSecret", route.PreviousSecret, secrets, problems, token);
            if (provider is { } known && current is not null)
            {
                routes.Add(new WebhookRoute(id, known, current, previous is null ? null : (ReadOnlyMemory<byte>?)previous, route.PreviousUntil));
            }
        }

        return problems.Count == 0 ? new RouteTable(routes) : throw new ProblemException(problems);
    }

    internal WebhookRoute? Find(string id) => _routes.GetValueOrDefault(id);

    private static async Task<byte[]?> Secret(
        string id, string field, string? reference, ISecretReferences secrets, List<Problem> problems, CancellationToken token)
    {
        if (string.IsNullOrWhiteSpace(reference))
        {
            problems.Add(Fault(id, field, "A reference to a secret is required, such as env:NAME, file:PATH or keyvault:NAME."));
            return null;
        }

        try
        {
            var value = await secrets.Find(reference, token);
            var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
            if (bytes.Length >= ShortestSecret && !string.IsNullOrWhiteSpace(value))
            {
                return bytes;
            }

            problems.Add(Fault(id, field, value is null ? "The secret does not exist." : $"The secret must have {ShortestSecret} bytes or more."));
        }
        catch (ProblemException e)
        {
            problems.AddRange(e.Problems.Select(p => Fault(id, field, p.Message)));
        }

        return null;
    }

    private static Problem Fault(string id, string? field, string message) =>
        new(ProblemCode.FieldInvalid, message) { Field = $"{RouteOptions.Section}:{id}{(field is null ? "" : $":{field}")}" };

    [GeneratedRegex("^[A-Za-z0-9_-]{3,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex RouteId();
}
