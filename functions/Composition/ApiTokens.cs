using System.Security.Cryptography;
using System.Text;
using Plumbline.Core.Problems;
using Plumbline.Core.Secrets;
using Plumbline.Sync.Handlers;

namespace Plumbline.Functions.Composition;

/// <summary>The API's tokens as digests, made once at start.</summary>
public sealed class ApiTokens
{
    private const int Shortest = 16;
    private readonly IReadOnlyList<ApiToken> _tokens;

    private ApiTokens(IReadOnlyList<ApiToken> tokens) => _tokens = tokens;

    /// <summary>Reads the tokens and checks them.</summary>
    /// <exception cref="ProblemException">Some token is not sound; all problems are listed.</exception>
    public static async Task<ApiTokens> Load(IReadOnlyDictionary<string, ApiTokenOptions> options, ISecretReferences secrets, CancellationToken token)
    {
        var problems = new List<Problem>();
        var tokens = new List<ApiToken>();
        foreach (var (name, option) in options.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            if (option.Permission is not ("read" or "sync"))
            {
                problems.Add(Fault(name, "Permission", "The permission must be read or sync."));
            }

            try
            {
                var value = string.IsNullOrWhiteSpace(option.Secret) ? null : await secrets.Find(option.Secret, token);
                if (value is null || Encoding.UTF8.GetByteCount(value) < Shortest)
                {
                    problems.Add(Fault(name, "Secret", $"A reference to a token of {Shortest} bytes or more is required."));
                    continue;
                }

                var projects = option.Projects is { Count: > 0 } some ? some.ToHashSet(StringComparer.Ordinal) : null;
                tokens.Add(new ApiToken(Digest(value), option.Permission == "sync", new AccessScope(name, projects)));
            }
            catch (ProblemException e)
            {
                problems.AddRange(e.Problems.Select(p => Fault(name, "Secret", p.Message)));
            }
        }

        return problems.Count == 0 ? new ApiTokens(tokens) : throw new ProblemException(problems);
    }

    /// <summary>Who holds <paramref name="token"/>; null when nobody does. Looks at every token, in constant time each.</summary>
    internal ApiToken? Find(string token)
    {
        var digest = Digest(token);
        ApiToken? found = null;
        foreach (var known in _tokens)
        {
            found = CryptographicOperations.FixedTimeEquals(known.Digest, digest) ? known : found;
        }

        return found;
    }

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static Problem Fault(string name, string field, string message) =>
        new(ProblemCode.FieldInvalid, message) { Field = $"{ApiTokenOptions.Section}:{name}:{field}" };

    internal sealed record ApiToken(byte[] Digest, bool MaySync, AccessScope Scope);
}
