namespace Plumbline.Functions.Hosting.Local.Catalog;

/// <summary>Functions that would not work in Azure; the local host refuses them too.</summary>
internal sealed class FunctionRefusedException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
