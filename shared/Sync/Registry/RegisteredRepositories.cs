using Plumbline.Core.Control;

namespace Plumbline.Sync.Registry;

/// <summary>The repositories of the registered configuration.</summary>
internal sealed class RegisteredRepositories(ControlRegistry registry) : IRepositoryRegistrations
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<RepositoryRegistration>> List(CancellationToken token) => (await registry.Configuration(token))?.Repositories ?? [];
}
