using Plumbline.Core.Objects;

namespace Plumbline.Support.Conformance;

/// <summary>One question of a case: a call of a function, alone or as a step among others.</summary>
/// <param name="Case">The whole case.</param>
/// <param name="Function">Name of the function, as the cases have it.</param>
/// <param name="Input">Its parameters by name.</param>
public sealed record ArgoCall(MapNode Case, string Function, MapNode Input)
{
    /// <summary>The stable name of the case.</summary>
    public string Id => Case.TextAt("id");

    /// <summary>The text of a parameter, or of something in it; empty when there is none.</summary>
    public string Text(params IEnumerable<string> path) => Input.TextAt(path);

    /// <summary>Whether a parameter, or something in it, is true.</summary>
    public bool Flag(params IEnumerable<string> path) => Input.At(path) is ScalarNode { BooleanValue: true };

    /// <summary>The texts of a list; empty when there is none.</summary>
    public IReadOnlyList<string> Texts(params IEnumerable<string> path) => [.. (Input.At(path) as ListNode ?? []).Select(i => i is ScalarNode scalar ? scalar.ToString() : "")];

    /// <summary>The maps of a list; empty when there is none.</summary>
    public IReadOnlyList<MapNode> Maps(params IEnumerable<string> path) => [.. (Input.At(path) as ListNode ?? []).OfType<MapNode>()];
}

/// <summary>What our code answers to a question.</summary>
public sealed record ArgoAnswer
{
    /// <summary>Results by the names that expectations use; those that are not given are not compared.</summary>
    public IReadOnlyDictionary<string, Node?> Results { get; init; } = new Dictionary<string, Node?>();

    /// <summary>Whether the call fails; null when the question has no such side.</summary>
    public bool? Fails { get; init; }

    /// <summary>Beginnings of paths into results that it says nothing of.</summary>
    public IReadOnlyCollection<string> Silent { get; init; } = [];

    /// <summary>The text of the failure, for the report only: words of failures are our own.</summary>
    public string Words { get; init; } = "";

    /// <summary>An answer that is one value.</summary>
    public static ArgoAnswer Of(Node? result) => new() { Results = new Dictionary<string, Node?> { ["result"] = result, ["result0"] = result }, Fails = false };

    /// <summary>An answer that is yes or no.</summary>
    public static ArgoAnswer Of(bool result) => Of(ScalarNode.Of(result));

    /// <summary>An answer that is a text.</summary>
    public static ArgoAnswer Of(string result) => Of(ScalarNode.Of(result));

    /// <summary>An answer that is a list of texts.</summary>
    public static ArgoAnswer Of(IEnumerable<string> result) => Of(new ListNode(result.Select(r => ScalarNode.Of(r))));

    /// <summary>An answer that says only whether the call fails.</summary>
    public static ArgoAnswer OfFailure(bool fails, string words = "") => new() { Fails = fails, Words = words };

    /// <summary>The same with one result by its name.</summary>
    public ArgoAnswer With(string name, Node? result) => this with { Results = new Dictionary<string, Node?>(Results) { [name] = result } };
}
