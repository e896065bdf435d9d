using System.Text;
using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions.Regex;

/// <summary>
/// A regular expression with the meaning Go gives it: RE2 syntax, the leftmost match with the first alternative preferred, ASCII classes. Runs in time linear in text times
/// expression (all states at once, no backtracking), so no pattern can hang a render (T-RX-1). Immutable.
/// </summary>
internal sealed class GoRegex
{
    private readonly Instruction[] _program;
    private readonly int _slots;

    private GoRegex(Instruction[] program, IReadOnlyList<string> names)
    {
        _program = program;
        Names = names;
        _slots = names.Count * 2;
    }

    /// <summary>Names of the groups, empty for unnamed ones; the first is the whole match.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="GoErrorException">It is wrong or too large; the text is Go's.</exception>
    public static GoRegex Compile(string pattern)
    {
        var (node, names) = RegexParser.Parse(pattern);
        return new GoRegex(new RegexCompiler(pattern).Compile(node), names);
    }

    /// <summary>The first match at or behind a place: start and end of each group, -1 where one took no part; null when there is none.</summary>
    public int[]? Match(string text, int from, TemplateContext context)
    {
        var run = new Run(this, text, context);
        return run.Search(from);
    }

    internal enum Code : byte
    {
        Set,
        Assert,
        Split,
        Jump,
        Save,
        Match,
    }

    internal sealed record Instruction(Code Code, int First = 0, int Second = 0, (int From, int To)[]? Set = null)
    {
        public int First { get; set; } = First;

        public int Second { get; set; } = Second;

        public bool Contains(int rune)
        {
            foreach (var (from, to) in Set!)
            {
                if (rune <= to)
                {
                    return rune >= from;
                }
            }

            return false;
        }
    }

    private sealed class Run(GoRegex regex, string text, TemplateContext context)
    {
        private readonly Instruction[] _program = regex._program;
        private readonly int[] _seen = new int[regex._program.Length];
        private readonly Stack<(int Pc, int[] Slots)> _pending = new();
        private List<(int Pc, int[] Slots)> _current = [];
        private List<(int Pc, int[] Slots)> _next = [];
        private int _mark;

        public int[]? Search(int from)
        {
            int[]? found = null;
            for (var at = from; at <= text.Length;)
            {
                if (found is null)
                {
                    // A new attempt has the lowest priority; marks of this place are those of the list being walked.
                    if (_current.Count == 0)
                    {
                        _mark++;
                    }

                    var slots = new int[regex._slots];
                    Array.Fill(slots, -1);
                    Add(_current, 0, at, slots);
                }

                if (_current.Count == 0 && found is not null)
                {
                    break;
                }

                context.Step((_current.Count >> 3) + 1);
                var rune = at < text.Length ? Rune.TryGetRuneAt(text, at, out var r) ? r.Value : 0xFFFD : -1;
                var next = at + (rune > 0xFFFF ? 2 : 1);
                _mark++;
                foreach (var (pc, slots) in _current)
                {
                    var instruction = _program[pc];
                    if (instruction.Code == Code.Match)
                    {
                        found = slots;
                        break;
                    }

                    if (rune >= 0 && instruction.Contains(rune))
                    {
                        Add(_next, pc + 1, next, slots);
                    }
                }

                (_current, _next) = (_next, _current);
                _next.Clear();
                at = next;
            }

            return found;
        }

        // Follows all moves that read nothing, in order of preference.
        private void Add(List<(int Pc, int[] Slots)> list, int start, int at, int[] given)
        {
            _pending.Push((start, given));
            while (_pending.TryPop(out var thread))
            {
                var (pc, slots) = thread;
                if (_seen[pc] == _mark)
                {
                    continue;
                }

                _seen[pc] = _mark;
                var instruction = _program[pc];
                switch (instruction.Code)
                {
                    case Code.Jump:
                        _pending.Push((instruction.First, slots));
                        break;
                    case Code.Split:
                        _pending.Push((instruction.Second, slots));
                        _pending.Push((instruction.First, slots));
                        break;
                    case Code.Save:
                        var copy = (int[])slots.Clone();
                        copy[instruction.First] = at;
                        _pending.Push((pc + 1, copy));
                        break;
                    case Code.Assert:
                        if (Holds((Assertion)instruction.First, at))
                        {
                            _pending.Push((pc + 1, slots));
                        }

                        break;
                    default:
                        list.Add((pc, slots));
                        break;
                }
            }
        }

        private bool Holds(Assertion assertion, int at) => assertion switch
        {
            Assertion.TextStart => at == 0,
            Assertion.TextEnd => at == text.Length,
            Assertion.LineStart => at == 0 || text[at - 1] == '\n',
            Assertion.LineEnd => at == text.Length || text[at] == '\n',
            Assertion.WordBoundary => IsWord(at - 1) != IsWord(at),
            _ => IsWord(at - 1) == IsWord(at),
        };

        private bool IsWord(int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_');
    }
}
