using Plumbline.Core.Objects;
using Plumbline.Core.Sources;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Schema;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>What all kustomizations of one build share.</summary>
internal sealed class BuildContext(KustomizeOptions options, CancellationToken token)
{
    private int _visits;
    private readonly List<IReadOnlyList<KObject>> _read = [];
    private readonly List<(Node Value, NodeKind Wanted, BuildException Error)> _misfits = [];
    private BuildSchema _schema = BuildSchema.BuiltIn;
    private bool _schemaSet;
    private bool _builtInUsed;

    public KustomizeOptions Options => options;

    public CancellationToken Token => token;

    public List<string> Warnings { get; } = [];

    /// <summary>
    /// The schema to merge by. The first one that is named counts for the whole build, the root's before all others. The original loads its own one where it is needed and
    /// keeps it from then on: beside a schema that is named only later, it goes on counting.
    /// </summary>
    public BuildSchema Schema
    {
        get
        {
            _builtInUsed |= !_schemaSet;
            return _schema;
        }
    }

    /// <summary>A file that holds a key twice, the kustomization where it has no name; null where there is none. Whether it matters shows when the objects are printed.</summary>
    public (string? Path, bool Any) Repeats { get; private set; }

    public void SetSchema(BuildSchema schema)
    {
        if (!_schemaSet)
        {
            _schema = _builtInUsed ? schema.BesideBuiltIn(ownFirst: true) : HasUnknown() ? schema.BesideBuiltIn(ownFirst: false) : schema;
            _schemaSet = true;
        }
    }

    /// <summary>Notes what was read.</summary>
    public List<KObject> Seen(List<KObject> objects)
    {
        if (!_schemaSet)
        {
            _read.Add(objects);
        }

        return objects;
    }

    // Whether a kind belongs to a namespace is asked of every object; the original loads its own schema to know it of a kind that it has no table for.
    private bool HasUnknown() => _read.Exists(objects => objects.Any(item => !item.IsEmpty && BuiltInSchema.Find(item.Gvk) is null));

    /// <summary>Notes a value that does not fit the type of its field, which shows when an object that still has it is printed.</summary>
    public void Misfit(Node value, NodeKind wanted, BuildException e) => _misfits.Add((value, wanted, e));

    /// <summary>The type of a field, which outlives a value that does not fit.</summary>
    public NodeKind TypeOf(Node value)
    {
        foreach (var (known, wanted, _) in _misfits)
        {
            if (ReferenceEquals(known, value))
            {
                return wanted;
            }
        }

        return value.Kind;
    }

    /// <summary>Looks for such values in what is about to be printed.</summary>
    /// <exception cref="BuildException">One is there.</exception>
    public void CheckMisfits(IReadOnlyList<KObject> objects)
    {
        foreach (var (value, _, e) in _misfits)
        {
            if (objects.Any(item => Holds(item.Map, value)))
            {
                throw e;
            }
        }
    }

    private static bool Holds(Node node, Node value) => ReferenceEquals(node, value) || node switch
    {
        MapNode map => map.Any(e => Holds(e.Value, value)),
        ListNode list => list.Any(item => Holds(item, value)),
        _ => false,
    };

    public void Repeat(string? path) => Repeats = Repeats.Any ? Repeats : (path, true);

    public void Visit(RepoPath folder, int depth)
    {
        token.ThrowIfCancellationRequested();
        if (++_visits > options.MaxVisits)
        {
            throw new BuildException(KustomizeProblem.Budget, $"the build visits more than {options.MaxVisits} kustomizations")
            {
                File = folder.Value,
                Hint = "Bases that list one another many times multiply; list each once.",
            };
        }

        if (depth > options.MaxDepth)
        {
            throw new BuildException(KustomizeProblem.Budget, $"kustomizations are nested more than {options.MaxDepth} levels deep") { File = folder.Value };
        }
    }

    public void CheckObjects(int count)
    {
        if (count > options.MaxObjects)
        {
            throw new BuildException(KustomizeProblem.Budget, $"the build holds more than {options.MaxObjects} objects");
        }
    }
}
