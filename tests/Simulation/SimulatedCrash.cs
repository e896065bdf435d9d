using Plumbline.Core.Faults;

namespace Plumbline.Simulation;

/// <summary>The process is killed. Nothing catches it; what ran is abandoned where it stood.</summary>
internal sealed class ProcessKilledException(string point) : Exception($"killed at {point}");

/// <summary>Kills the process at named points, now and then.</summary>
internal sealed class SeededCrashPoints(Random chance, Func<bool> isFair) : ICrashPoints
{
    public Dictionary<string, int> Hits { get; } = new(StringComparer.Ordinal);

    public void Reached(string point)
    {
        if (isFair() || chance.Next(100) >= 3)
        {
            return;
        }

        Hits[point] = Hits.GetValueOrDefault(point) + 1;
        throw new ProcessKilledException(point);
    }
}
