namespace Plumbline.Core.Secrets;

/// <summary>Resolves references to secrets (<c>env:NAME</c>, <c>file:PATH</c>, <c>keyvault:NAME</c>). Values never stand in configuration (design §4).</summary>
public interface ISecretReferences
{
    /// <summary>The value behind <paramref name="reference"/>; null where it does not exist.</summary>
    /// <exception cref="Problems.ProblemException">The reference is malformed or of a kind that is not allowed here.</exception>
    Task<string?> Find(string reference, CancellationToken token);
}
