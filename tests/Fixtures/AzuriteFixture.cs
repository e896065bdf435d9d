using Plumbline.Support.Azurite;

namespace Plumbline.Fixtures;

/// <summary>
/// One Azurite for a test assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>. Each test uses tables, queues and
/// containers of its own (<see cref="RealPart{T}.UniqueName"/>).
/// </summary>
public sealed class AzuriteFixture : RealPart<AzuriteServer>
{
    /// <inheritdoc/>
    protected override Task<AzuriteServer> StartAsync(CancellationToken cancellation) =>
        AzuriteServer.StartAsync(new AzuriteOptions { Progress = Console.Error.WriteLine }, cancellation);
}
