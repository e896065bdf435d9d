namespace Plumbline.Core.Rendering;

/// <summary>
/// Chance and time of a render. With the same ones it comes out the same when it is made again, as every plan is before it is applied: a password that a chart
/// draws would otherwise be another one at each look, which looks like a change and is one (design §2.5, §2.12).
/// </summary>
/// <param name="Seed">What all that is drawn follows from: at least <see cref="LeastSeed"/> bytes that nobody can foretell, other ones for each application.</param>
/// <param name="Now">What charts are told when they ask for the time.</param>
public sealed record RenderMoment(ReadOnlyMemory<byte> Seed, DateTimeOffset Now)
{
    /// <summary>Least length of a seed: 32 bytes.</summary>
    public const int LeastSeed = 32;

    /// <summary>The seed.</summary>
    public ReadOnlyMemory<byte> Seed { get; } = Seed.Length >= LeastSeed ? Seed : throw new ArgumentException($"A seed has at least {LeastSeed} bytes.", nameof(Seed));
}
