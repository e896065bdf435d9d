using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions.Regex;

/// <summary>Turns a parsed expression into instructions.</summary>
internal sealed class RegexCompiler(string pattern)
{
    // Counted repetitions multiply; Go refuses expressions of about this size too.
    private const int MostInstructions = 20_000;

    // Repetitions of nothing make no instructions but take time all the same.
    private const int MostVisits = 200_000;

    private readonly List<GoRegex.Instruction> _program = [];
    private int _visits;

    /// <summary>The program of the whole expression.</summary>
    public GoRegex.Instruction[] Compile(RegexNode node)
    {
        Emit(new GroupNode(node, 0), saveWhole: true);
        Add(new GoRegex.Instruction(GoRegex.Code.Match));
        return [.. _program];
    }

    private void Emit(RegexNode node, bool saveWhole = false)
    {
        if (++_visits > MostVisits)
        {
            throw TooLarge();
        }

        switch (node)
        {
            case SetNode set:
                Add(new GoRegex.Instruction(GoRegex.Code.Set, Set: set.Set.Normalized()));
                break;
            case AssertNode assertion:
                Add(new GoRegex.Instruction(GoRegex.Code.Assert, (int)assertion.Kind));
                break;
            case GroupNode { Index: 0 } group when !saveWhole:
                Emit(group.Inner);
                break;
            case GroupNode group:
                Add(new GoRegex.Instruction(GoRegex.Code.Save, group.Index * 2));
                Emit(group.Inner);
                Add(new GoRegex.Instruction(GoRegex.Code.Save, (group.Index * 2) + 1));
                break;
            case SequenceNode sequence:
                foreach (var part in sequence.Parts)
                {
                    Emit(part);
                }

                break;
            case ChoiceNode choice:
                EmitChoice(choice);
                break;
            case RepeatNode repeat:
                EmitRepeat(repeat);
                break;
        }
    }

    private void EmitChoice(ChoiceNode choice)
    {
        var ends = new List<GoRegex.Instruction>();
        for (var i = 0; i < choice.Parts.Count; i++)
        {
            if (i == choice.Parts.Count - 1)
            {
                Emit(choice.Parts[i]);
                break;
            }

            var split = Add(new GoRegex.Instruction(GoRegex.Code.Split, _program.Count + 1));
            Emit(choice.Parts[i]);
            ends.Add(Add(new GoRegex.Instruction(GoRegex.Code.Jump)));
            split.Second = _program.Count;
        }

        foreach (var end in ends)
        {
            end.First = _program.Count;
        }
    }

    private void EmitRepeat(RepeatNode repeat)
    {
        if (repeat is { Minimum: 1, Maximum: -1 })
        {
            var start = _program.Count;
            Emit(repeat.Inner);
            var again = Add(new GoRegex.Instruction(GoRegex.Code.Split));
            Branch(again, start, _program.Count, repeat.Greedy);
            return;
        }

        for (var i = 0; i < repeat.Minimum; i++)
        {
            Emit(repeat.Inner);
        }

        if (repeat.Maximum < 0)
        {
            var split = Add(new GoRegex.Instruction(GoRegex.Code.Split));
            var body = _program.Count;
            Emit(repeat.Inner);
            Add(new GoRegex.Instruction(GoRegex.Code.Jump, body - 1));
            Branch(split, body, _program.Count, repeat.Greedy);
            return;
        }

        var optional = new List<(GoRegex.Instruction Split, int Body)>();
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            optional.Add((Add(new GoRegex.Instruction(GoRegex.Code.Split)), _program.Count));
            Emit(repeat.Inner);
        }

        foreach (var (split, body) in optional)
        {
            Branch(split, body, _program.Count, repeat.Greedy);
        }
    }

    private static void Branch(GoRegex.Instruction split, int into, int past, bool greedy) =>
        (split.First, split.Second) = greedy ? (into, past) : (past, into);

    private GoErrorException TooLarge() => new($"error parsing regexp: expression too large: `{pattern}`");

    private GoRegex.Instruction Add(GoRegex.Instruction instruction)
    {
        if (_program.Count >= MostInstructions)
        {
            throw TooLarge();
        }

        _program.Add(instruction);
        return instruction;
    }
}
