using Plumbline.Core.Faults;

namespace Plumbline.Simulation;

/// <summary>A host is killed. Nothing catches it; what ran there is abandoned where it stood.</summary>
internal sealed class ProcessKilledException(int host, string point) : Exception($"host {host} is killed at {point}")
{
    /// <summary>Which host.</summary>
    public int Host { get; } = host;
}

/// <summary>Kills a host at named points, now and then.</summary>
internal sealed class SeededCrashPoints(int host, Random chance, Func<bool> isFair, IDictionary<string, int> hits) : ICrashPoints
{
    public void Reached(string point)
    {
        if (isFair() || chance.Next(100) >= 3)
        {
            return;
        }

        hits[point] = (hits.TryGetValue(point, out var times) ? times : 0) + 1;
        throw new ProcessKilledException(host, point);
    }
}
