using Plumbline.Rendering.Helm.Values;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>The port behind the <c>lookup</c> function (T-TPL-5). Without one the function returns an empty map.</summary>
internal interface IClusterLookup
{
    /// <summary>
    /// The object as decoded JSON, a list object when <paramref name="name"/> is empty, or an empty map when nothing is found.
    /// Failures are thrown as <see cref="GoErrorException"/>.
    /// </summary>
    GoMap Find(string apiVersion, string kind, string @namespace, string name);
}
