namespace Plumbline.Core.Charts;

/// <summary>Reads provenance files of charts.</summary>
public interface IChartSignatures
{
    /// <summary>Checks that a provenance file is signed by one of the keys, for this chart, this version and these bytes.</summary>
    /// <param name="provenance">The file: a clear-signed OpenPGP message.</param>
    /// <param name="chart">The chart it has to be for.</param>
    /// <param name="archive">Its archive.</param>
    /// <param name="keys">Public keys, armored; several may stand in one text.</param>
    /// <returns>The id of the key that signed, in hexadecimal digits.</returns>
    /// <exception cref="ChartRepositoryException">It is not (<see cref="ChartFailure.NotTrusted"/>); the message says why.</exception>
    string Verify(ReadOnlyMemory<byte> provenance, ResolvedChart chart, ChartArchiveFile archive, IReadOnlyList<string> keys);
}
