using Plumbline.Core.Objects;
using Plumbline.Core.Sources;

namespace Plumbline.Core.Rendering;

/// <summary>
/// Something that lies outside the sources of an Application and that a render needs. A render never fetches: it says what it wants, the caller
/// fetches that where the project allows it, and renders again.
/// </summary>
public abstract record OutsidePart
{
    private OutsidePart()
    {
    }

    /// <summary>A chart from a chart repository.</summary>
    /// <param name="RepositoryUrl"><c>https://…</c> of a repository, or <c>oci://…</c>.</param>
    /// <param name="Name">Name of the chart.</param>
    /// <param name="Revision">A version, a range of versions, or empty for the newest release.</param>
    public sealed record Chart(string RepositoryUrl, string Name, string Revision) : OutsidePart
    {
        /// <summary>Whether the repository's credential also goes to other hosts that its index names (<c>passCredentials</c> of the source). Default false.</summary>
        public bool PassCredentials { get; init; }

        /// <inheritdoc/>
        public override string ToString() => $"the chart '{Name}' {Revision} of {RepositoryUrl}";
    }

    /// <summary>The files of a git repository.</summary>
    /// <param name="Url">URL of the repository.</param>
    /// <param name="Revision">Branch, tag or commit; empty for <c>HEAD</c>.</param>
    public sealed record Repository(string Url, string Revision) : OutsidePart
    {
        /// <inheritdoc/>
        public override string ToString() => $"the repository {Url}";
    }

    /// <summary>A file at a URL.</summary>
    /// <param name="Url">The URL as written.</param>
    public sealed record RemoteFile(string Url) : OutsidePart
    {
        /// <inheritdoc/>
        public override string ToString() => $"the file {Url}";
    }

    /// <summary>A document at a URL that the schema of a chart's values refers to (<c>$ref</c>).</summary>
    /// <param name="Url">The URL, without what stands behind a number sign.</param>
    public sealed record Schema(string Url) : OutsidePart
    {
        /// <inheritdoc/>
        public override string ToString() => $"the schema {Url}";
    }

    /// <summary>What the destination cluster has, for the <c>lookup</c> of charts; its words are those that the template passes.</summary>
    /// <param name="ApiVersion">Such as <c>v1</c> or <c>apps/v1</c>.</param>
    /// <param name="Kind">Kind.</param>
    /// <param name="Namespace">Namespace; empty for cluster-scoped kinds, or for all namespaces.</param>
    /// <param name="Name">Name of one object; empty for all of them, as a list.</param>
    public sealed record LiveObjects(string ApiVersion, string Kind, string Namespace, string Name) : OutsidePart
    {
        /// <inheritdoc/>
        public override string ToString() =>
            $"{ApiVersion} {Kind} {(Name.Length > 0 ? Name : "(all)")}{(Namespace.Length > 0 ? $" in namespace {Namespace}" : "")} of the cluster";
    }
}

/// <summary>What came of fetching an <see cref="OutsidePart"/>.</summary>
public sealed record FetchedPart
{
    /// <summary>The archive of a chart, or the file; empty for everything else.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The files of a repository; null for charts and files.</summary>
    public ISourceTree? Tree { get; init; }

    /// <summary>A live object, or a list of them; null for everything else, and where there is none.</summary>
    public MapNode? Live { get; init; }

    /// <summary>Identity of the content: a digest, or a commit.</summary>
    public string Id { get; init; } = "";

    /// <summary>The chosen version of a chart; empty otherwise.</summary>
    public string Version { get; init; } = "";

    /// <summary>Why it could not be had, a sentence; null when it could.</summary>
    public string? Failure { get; init; }
}
