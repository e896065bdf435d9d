using Plumbline.Core.Chance;

namespace Plumbline.Simulation;

/// <summary>Ids from the seed, so that a run repeats.</summary>
internal sealed class SeededIds(Random chance, TimeProvider clock) : IIdSource
{
    public string NewId()
    {
        var bytes = new byte[10];
        chance.NextBytes(bytes);
        return RandomIdSource.Format(clock.GetUtcNow(), bytes);
    }
}
