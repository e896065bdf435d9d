namespace Plumbline.Core.Control;

/// <summary>The repositories and credential templates of the registered configuration.</summary>
public interface IRepositoryRegistrations
{
    /// <summary>All of them; empty before the first registration.</summary>
    Task<IReadOnlyList<RepositoryRegistration>> List(CancellationToken token);
}
