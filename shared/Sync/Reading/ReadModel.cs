using System.Text;
using System.Text.Json;
using Plumbline.Core.Json;
using Plumbline.Core.Kubernetes;
using Plumbline.Core.Ledger;
using Plumbline.Core.Objects;
using Plumbline.Sync.Apps;
using Plumbline.Sync.Handlers;
using Plumbline.Sync.Operations;
using Plumbline.Sync.Planning;

namespace Plumbline.Sync.Reading;

/// <summary>What the read API answers. Everything in it was masked before it was stored.</summary>
internal sealed class ReadModel(ApplicationStore applications, PlanStore plans, AppLedger ledger) : IReadModel
{
    /// <inheritdoc/>
    public async Task<string> ListApplications(AccessScope scope, string? after, int limit, CancellationToken token)
    {
        var page = new List<ApplicationState>();
        var more = false;
        await foreach (var stored in applications.List(token))
        {
            if (string.CompareOrdinal(stored.State.Name, after ?? "") <= 0 || !scope.Allows(ProjectOf(stored.State)))
            {
                continue;
            }

            if (page.Count == limit)
            {
                more = true;
                break;
            }

            page.Add(stored.State);
        }

        return Write(json =>
        {
            json.WriteNumber("v", 1);
            json.WriteStartArray("items");
            page.ForEach(state => Write(json, state));
            json.WriteEndArray();
            if (more)
            {
                json.WriteString("next", page[^1].Name);
            }
        });
    }

    /// <inheritdoc/>
    public async Task<string?> FindApplication(AccessScope scope, string application, CancellationToken token) =>
        await Find(scope, application, token) is { } state ? Write(json => { json.WriteNumber("v", 1); Fields(json, state); }) : null;

    /// <inheritdoc/>
    public async Task<string?> ListOperations(AccessScope scope, string application, CancellationToken token) =>
        await Find(scope, application, token) is not { } state ? null : Write(json =>
        {
            json.WriteNumber("v", 1);
            json.WriteStartArray("items");
            if (state.Operation is { } operation)
            {
                json.WriteStartObject();
                Fields(json, operation);
                json.WriteEndObject();
            }

            foreach (var entry in state.History.Reverse())
            {
                json.WriteStartObject();
                Fields(json, entry);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <inheritdoc/>
    public async Task<string?> FindOperation(AccessScope scope, string application, string operation, CancellationToken token)
    {
        if (await Find(scope, application, token) is not { } state)
        {
            return null;
        }

        if (state.Operation?.Id == operation)
        {
            return Write(json => { json.WriteNumber("v", 1); Fields(json, state.Operation); });
        }

        return state.History.FirstOrDefault(h => h.Id == operation) is { } entry ? Write(json => { json.WriteNumber("v", 1); Fields(json, entry); }) : null;
    }

    /// <inheritdoc/>
    public async Task<string?> FindPlan(AccessScope scope, string application, string digest, CancellationToken token) =>
        await Find(scope, application, token) is not null && await plans.Find(digest, token) is { } plan && plan.App == application
            ? JsonSerializer.Serialize(plan, PlanJson.Default.Plan)
            : null;

    /// <inheritdoc/>
    public async Task<string?> ReadLedger(AccessScope scope, string application, long after, int limit, CancellationToken token)
    {
        // Read before the entries: what is appended meanwhile stands behind it.
        var head = ObjectNames.IsSubdomain(application) ? await ledger.Head(application, token) : default;
        if (await Find(scope, application, token) is null && (scope.Projects is not null || head.Sequence == 0))
        {
            // The ledger of an application that is gone is for those alone who may see all projects: whose it was is not known any more.
            return null;
        }

        var page = new List<LedgerEntry>();
        var more = false;
        await foreach (var entry in ledger.Read(application, after, token))
        {
            if (page.Count == limit)
            {
                more = true;
                break;
            }

            page.Add(entry);
        }

        return Write(json =>
        {
            json.WriteNumber("v", 1);
            json.WriteStartArray("items");
            page.ForEach(entry => json.WriteRawValue(entry.ToJson()));
            json.WriteEndArray();
            json.WriteStartObject("head");
            json.WriteNumber("sequence", head.Sequence);
            json.WriteString("hash", head.Hash);
            json.WriteEndObject();
            if (more)
            {
                json.WriteNumber("next", page[^1].Sequence);
            }
        });
    }

    internal static string ProjectOf(ApplicationState state) =>
        ((JsonTree.Read(Encoding.UTF8.GetBytes(state.Manifest)) as MapNode)?["spec"] as MapNode)?["project"] is ScalarNode { StringValue: { Length: > 0 } project } ? project : "default";

    private async Task<ApplicationState?> Find(AccessScope scope, string application, CancellationToken token) =>
        ObjectNames.IsSubdomain(application) && await applications.Find(application, token) is { } stored && scope.Allows(ProjectOf(stored.State)) ? stored.State : null;

    private static void Write(Utf8JsonWriter json, ApplicationState state)
    {
        json.WriteStartObject();
        Fields(json, state);
        json.WriteEndObject();
    }

    private static void Fields(Utf8JsonWriter json, ApplicationState state)
    {
        var seen = state.Observed;
        json.WriteString("name", state.Name);
        json.WriteString("project", ProjectOf(state));
        json.WriteString("environment", state.Environment);
        json.WriteString("sync", seen?.Sync ?? "Unknown");
        json.WriteString("health", seen?.Health ?? "Unknown");
        json.WriteString("status", StatusSentence.Of(state));
        json.WriteBoolean("busy", state.Operation is not null || state.Wanted > state.Done);
        Text(json, "code", seen?.Code);
        Text(json, "plan", seen?.Plan);
        Text(json, "gate", state.Gate?.Id is null ? null : "open");
        Text(json, "operation", state.Operation?.Id);
        Commits(json, seen?.Commits ?? []);
        json.WriteStartArray("problems");
        foreach (var problem in seen?.Problems ?? [])
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        if (seen is not null)
        {
            json.WriteString("seen", seen.At);
        }
    }

    private static void Fields(Utf8JsonWriter json, OperationState operation)
    {
        json.WriteString("id", operation.Id);
        json.WriteString("phase", "Running");
        json.WriteString("step", operation.Phase.ToString());
        json.WriteString("plan", operation.Plan);
        json.WriteString("initiator", operation.Initiator);
        json.WriteString("started", operation.Started);
        json.WriteString("deadline", operation.Deadline);
        json.WriteString("message", operation.Message);
        Commits(json, operation.Commits);
    }

    private static void Fields(Utf8JsonWriter json, HistoryEntry entry)
    {
        json.WriteString("id", entry.Id);
        json.WriteString("phase", entry.Phase);
        json.WriteString("plan", entry.Plan);
        json.WriteString("initiator", entry.Initiator);
        json.WriteString("started", entry.Started);
        json.WriteString("ended", entry.Ended);
        json.WriteString("changes", entry.Counts.ToString());
        json.WriteString("message", entry.Message);
        Commits(json, entry.Commits);
    }

    private static void Commits(Utf8JsonWriter json, IReadOnlyList<Core.Events.SourceCommit> commits)
    {
        json.WriteStartArray("commits");
        foreach (var commit in commits)
        {
            json.WriteStartObject();
            json.WriteString("repository", commit.Repository);
            json.WriteString("commit", commit.Commit);
            Text(json, "author", commit.Author);
            Text(json, "subject", commit.Subject);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Write(Action<Utf8JsonWriter> fields)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
