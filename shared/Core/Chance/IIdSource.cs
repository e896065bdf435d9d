namespace Plumbline.Core.Chance;

/// <summary>Makes ids. The real one is cryptographically random; simulations give a seeded one.</summary>
public interface IIdSource
{
    /// <summary>A fresh id: 26 characters <c>0-9a-z</c>, the first 10 of which order by time, the rest 80 bits of chance.</summary>
    string NewId();
}
