using Plumbline.Core.Fields;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Applications;

/// <summary>Reads <c>spec.syncPolicy</c> (APP-4 to APP-6).</summary>
internal static class SyncPolicyReader
{
    private const string Path = "spec.syncPolicy";

    public static SyncPolicy Read(MapNode? policy, SpecProblems problems)
    {
        if (policy is null)
        {
            return SyncPolicy.Manual;
        }

        var automated = policy.Map("automated") is { } block && (block.Flag("enabled") ?? true)
            ? new AutomatedSync(block.Flag("prune") ?? false, block.Flag("selfHeal") ?? false, block.Flag("allowEmpty") ?? false)
            : null;
        var options = SyncOptions.Parse(policy.Texts("syncOptions"));
        CheckOptions(policy, options, problems);
        var metadata = policy.Map("managedNamespaceMetadata");
        if (metadata is not null && !options.CreateNamespace)
        {
            problems.Warn(
                ProblemCode.FieldNotActedOn, "The field has no effect without the sync option CreateNamespace=true.", metadata.Position, $"{Path}.managedNamespaceMetadata");
        }

        return new SyncPolicy
        {
            Automated = automated,
            Options = options,
            Retry = ReadRetry(policy.Map("retry"), automated is not null, problems),
            ManagedNamespaceMetadata = metadata is null ? null : new ManagedNamespaceMetadata(metadata.TextMap("labels"), metadata.TextMap("annotations")),
        };
    }

    private static void CheckOptions(MapNode policy, SyncOptions options, SpecProblems problems)
    {
        var list = policy.List("syncOptions");
        for (var i = 0; i < (list?.Count ?? 0); i++)
        {
            if (list![i] is not ScalarNode { StringValue: { } entry } scalar)
            {
                continue;
            }

            var key = entry.Split('=', 2)[0];
            if (!SyncOptions.Knows(entry))
            {
                problems.Warn(ProblemCode.FieldUnknown, "There is no such sync option; it has no effect.", scalar.Position, $"{Path}.syncOptions[{i}]", "Options are written Key=value, without spaces.");
            }
            else if (!ApplicationFields.SyncOptionsActedOn.Contains(key))
            {
                problems.Warn(ProblemCode.FieldNotActedOn, $"The sync option {key} is understood and kept, but has no effect yet.", scalar.Position, $"{Path}.syncOptions[{i}]");
            }
        }

        if (options.ServerSideApply == false)
        {
            problems.Warn(ProblemCode.FieldNotActedOn, "ServerSideApply=false has no effect: objects are always applied on the server's side.", list!.Position, $"{Path}.syncOptions");
        }
    }

    private static RetryPolicy ReadRetry(MapNode? retry, bool automated, SpecProblems problems)
    {
        if (retry is null)
        {
            return automated ? RetryPolicy.Automated : RetryPolicy.Never;
        }

        var limit = retry.Whole("limit") ?? 0;
        if (limit < -1 || limit > 1000)
        {
            problems.Invalid(retry, "limit", $"{Path}.retry", "The limit is -1 (no limit) or 0 to 1000.");
        }

        var backoff = retry.Map("backoff");
        var factor = backoff.Whole("factor") ?? RetryPolicy.Never.Factor;
        if (factor < 1 || factor > 1000)
        {
            problems.Invalid(backoff!, "factor", $"{Path}.retry.backoff", "The factor is 1 to 1000.");
        }

        return new RetryPolicy(
            (int)Int128.Clamp(limit, -1, 1000),
            ReadDuration(backoff, "duration", RetryPolicy.Never.Duration, problems),
            (long)Int128.Clamp(factor, 1, 1000),
            ReadDuration(backoff, "maxDuration", RetryPolicy.Never.MaxDuration, problems),
            retry.Flag("refresh") ?? false);
    }

    private static TimeSpan ReadDuration(MapNode? map, string key, TimeSpan byDefault, SpecProblems problems)
    {
        if (map.TextOrNumber(key) is not { Length: > 0 } text)
        {
            return byDefault;
        }

        if (GoDuration.TryParse(text, out var duration) && duration >= TimeSpan.Zero)
        {
            return duration;
        }

        problems.Invalid(map!, key, $"{Path}.retry.backoff", "This is no duration.", "Write 30s, 5m, 1h30m, or a number of seconds.");
        return byDefault;
    }
}
