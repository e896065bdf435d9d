using System.Text;
using Plumbline.Rendering.Kustomize;

namespace Plumbline.Rendering.Tests.Kustomize;

/// <summary>Builds of files that a test writes down.</summary>
internal static class Written
{
    public const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  a: b\n";

    /// <summary>Builds the root of <paramref name="files"/>.</summary>
    public static KustomizeResult Build(params ReadOnlySpan<(string Path, string Text)> files) =>
        Build([.. files.ToArray().Select(f => (f.Path, Encoding.UTF8.GetBytes(f.Text)))]);

    /// <summary>Builds the root of <paramref name="files"/>.</summary>
    public static KustomizeResult Build(params ReadOnlySpan<(string Path, byte[] Bytes)> files)
    {
        var tree = new MemorySourceTree(files.ToArray().Select(f => KeyValuePair.Create(RepoPath.Parse(f.Path), (ReadOnlyMemory<byte>)f.Bytes)));
        return KustomizeBuild.Run(tree, RepoPath.Root, KustomizeOptions.Default, CancellationToken.None);
    }

    /// <summary>What <paramref name="kustomization"/> makes of the file <c>in.yaml</c>.</summary>
    public static KustomizeResult Build(string kustomization, string input) => Build(("kustomization.yaml", kustomization), ("in.yaml", input));
}
