namespace Plumbline.Rendering.Helm.Template;

/// <summary>What a missing map key is worth (Go's <c>missingkey</c> option).</summary>
internal enum MissingKey
{
    /// <summary>Prints <c>&lt;no value&gt;</c>; Go's default.</summary>
    Invalid,

    /// <summary>The zero value of the map's element type; what Helm sets.</summary>
    Zero,

    /// <summary>An error.</summary>
    Error,
}
