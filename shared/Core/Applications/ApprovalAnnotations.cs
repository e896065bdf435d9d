using System.Buffers;
using Plumbline.Core.Fields;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;

namespace Plumbline.Core.Applications;

/// <summary>Reads <c>plumbline.dev/…</c> annotations of Applications and projects. They are ours, so an unknown one is an error: a misspelt gate must not be no gate.</summary>
internal static class ApprovalAnnotations
{
    public const string Approval = "plumbline.dev/approval";
    public const string Approvers = "plumbline.dev/approvers";
    public const string Environment = "plumbline.dev/environment";
    private const string Ours = "plumbline.dev/";
    private const string Path = "metadata.annotations";
    private static readonly SearchValues<char> InIds = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> NotInChannels = SearchValues.Create(" #,@<>&:\t");

    /// <summary>Reads the gate; annotations of ours that the kind does not have are errors.</summary>
    /// <param name="annotations">The annotations.</param>
    /// <param name="others">Further annotations of ours that the kind has.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static ApprovalGate? Read(MapNode? annotations, ReadOnlySpan<string> others, SpecProblems problems)
    {
        foreach (var entry in annotations ?? [])
        {
            if (entry.Key.StartsWith(Ours, StringComparison.OrdinalIgnoreCase) &&
                entry.Key is not (Approval or Approvers) && !others.Contains(entry.Key))
            {
                problems.Error(
                    ProblemCode.FieldUnknown, "There is no such annotation.", entry.KeyPosition, FieldPath.Child(Path, entry.Key),
                    $"There are {string.Join(", ", (string[])[Approval, Approvers, .. others[..^1]])} and {others[^1]}.");
            }
        }

        var approvers = ReadApprovers(annotations, problems);
        if (annotations?[Approval] is not ScalarNode { StringValue: { } target })
        {
            if (annotations is not null && annotations.Has(Approvers))
            {
                problems.Error(
                    ProblemCode.FieldRequired, $"Approvers without {Approval} ask nobody.", annotations[Approvers]!.Position, FieldPath.Child(Path, Approvers),
                    $"Add {Approval}: slack:#channel.");
            }

            return null;
        }

        var colon = target.IndexOf(':', StringComparison.Ordinal);
        var chat = colon < 0 ? "" : target[..colon].Trim();
        var channel = colon < 0 ? "" : target[(colon + 1)..].Trim();
        if (chat != "slack" || !IsChannel(channel))
        {
            problems.Invalid(annotations, Approval, Path, "An approval names a chat and a channel.", "Write slack:#channel or slack:C0123456789.");
            return null;
        }

        return new ApprovalGate(chat, channel, approvers);
    }

    private static bool IsChannel(string channel) =>
        channel.Length is > 1 and <= 81 && (channel[0] == '#'
            ? !channel.AsSpan(1).ContainsAny(NotInChannels)
            : channel[0] is 'C' or 'G' && channel.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    private static IReadOnlyList<string> ReadApprovers(MapNode? annotations, SpecProblems problems)
    {
        if (annotations.Text(Approvers) is not { } list)
        {
            return [];
        }

        var approvers = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (approvers.Length == 0)
        {
            // An empty list must not mean "everybody" by accident.
            problems.Invalid(annotations!, Approvers, Path, "The list of approvers is empty.", "Name somebody, or remove the annotation to let everybody in the channel decide.");
        }

        if (Array.Find(approvers, a => !IsPerson(a)) is { } stranger)
        {
            // Only the id of a person is theirs for good: whoever may change a name, a handle or the members of a group could make an approver of themselves (T-SL-3).
            problems.Invalid(
                annotations!, Approvers, Path, $"'{stranger}' is not the id of a person in Slack.",
                "Write ids such as U024BE7LH (Slack: profile, More, Copy member ID). Names, handles, e-mail addresses and groups are not read.");
        }

        return [.. approvers.Select(a => a.TrimStart('@')).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsPerson(string approver)
    {
        var id = approver.StartsWith('@') ? approver.AsSpan(1) : approver;
        return id.Length is >= 2 and <= 32 && id[0] is 'U' or 'W' && !id.ContainsAnyExcept(InIds);
    }
}
