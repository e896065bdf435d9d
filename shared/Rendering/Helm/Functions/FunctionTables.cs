using Plumbline.Rendering.Helm.Template;

namespace Plumbline.Rendering.Helm.Functions;

/// <summary>The tables of functions there are.</summary>
internal static class FunctionTables
{
    /// <summary>Go's own functions only.</summary>
    public static readonly FunctionTable Go = new([]);

    /// <summary>Go's, Sprig's and Helm's own functions: what a chart's templates may call.</summary>
    public static readonly FunctionTable Helm = new(
    [
        .. DefaultFunctions.All,
        .. StringFunctions.All,
        .. NumberFunctions.All,
        .. ListFunctions.All,
        .. MapFunctions.All,
        .. DateFunctions.All,
        .. PathFunctions.All,
        .. SemverFunctions.All,
        .. RegexFunctions.All,
        .. EncodingFunctions.All,
        .. UrlFunctions.All,
        .. CryptoFunctions.All,
        .. HelmFunctions.All,
    ]);
}
