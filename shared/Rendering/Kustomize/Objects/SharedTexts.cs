using Plumbline.Core.Objects;

namespace Plumbline.Rendering.Kustomize.Objects;

/// <summary>
/// Labels and annotations that one transformer added in several places of an object. The original adds the very same node everywhere, so
/// that whoever changes the value in one place later changes it in all of them, selectors included; until the object goes through JSON.
/// </summary>
internal sealed class SharedTexts
{
    private readonly List<Group> _groups = [];

    /// <summary>Notes that the keys hold one node.</summary>
    /// <param name="places">Where, each with its path in the object.</param>
    public void Add(List<(MapNode Holder, string Key, string Path)> places)
    {
        places.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        _groups.Add(new Group(places, places[0].Holder[places[0].Key]));
    }

    /// <summary>Carries what was changed in one place over to the others. Of several changes the last in the order of paths wins, as patches go.</summary>
    public void Settle()
    {
        foreach (var group in _groups)
        {
            for (var i = group.Places.Count - 1; i >= 0; i--)
            {
                var (holder, key, _) = group.Places[i];
                if (holder[key] is not { } value || ReferenceEquals(value, group.Value))
                {
                    continue;
                }

                group.Value = value;
                foreach (var other in group.Places)
                {
                    if (other.Holder.Has(other.Key))
                    {
                        other.Holder[other.Key] = value;
                    }
                }

                break;
            }
        }
    }

    private sealed class Group(List<(MapNode Holder, string Key, string Path)> places, Node? value)
    {
        public List<(MapNode Holder, string Key, string Path)> Places => places;

        public Node? Value { get; set; } = value;
    }
}
