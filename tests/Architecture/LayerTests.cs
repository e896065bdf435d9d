using System.Reflection;

namespace Plumbline.Architecture;

public sealed class LayerTests
{
    private static readonly Dictionary<string, string> Touching = new(StringComparer.Ordinal)
    {
        ["Sync: System.Net.Http"] = "System.Net.Http.Headers alone, which parses a content type; nothing that sends",
    };

    public static TheoryData<string> Projects => [.. Layers.Shared.Select(p => p.Name)];

    private static string ProjectFile(string name) => $"shared/{name}/{name}.csproj";

    [Fact]
    public void Every_library_stands_in_the_table()
    {
        var folders = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "shared"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)!);

        Assert.Equal(Layers.Shared.Select(p => p.Name).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_library_references_only_what_its_layer_may_know(string name)
    {
        var part = Layers.Shared.Single(p => p.Name == name);

        var used = Checkout.Items(ProjectFile(name), "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))!);

        var forbidden = used.Where(u => part.Layer == 1 || (u != "Core" && !part.MayUse.Contains(u)));
        Assert.Empty(forbidden);
    }

    [Fact]
    public void An_allowance_points_down()
    {
        var layers = Layers.Shared.ToDictionary(p => p.Name, p => p.Layer);

        Assert.Empty(Layers.Shared.SelectMany(p => p.MayUse.Where(u => layers[u] >= p.Layer).Select(u => $"{p.Name} → {u}")));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_package_for_something_outside_has_one_home(string name)
    {
        var packages = Checkout.Items(ProjectFile(name), "PackageReference");

        var astray = packages.Where(p => Layers.Owners.TryGetValue(p, out var owners) && !owners.Contains(name));
        Assert.Empty(astray);
    }

    [Fact]
    public void What_decides_touches_nothing_outside()
    {
        var outside =
            from part in Layers.Shared
            where part.Layer is 1 or 4
            from reference in Assembly.Load("Plumbline." + part.Name).GetReferencedAssemblies()
            where Layers.Outside.Any(o => reference.Name!.StartsWith(o, StringComparison.Ordinal))
            select $"{part.Name}: {reference.Name}";

        Exceptions.Match(outside, Touching);
    }

    [Fact]
    public void Of_the_net_what_decides_uses_headers_only()
    {
        var users =
            from file in Checkout.Code("shared/Core", "shared/Flows", "shared/Reporting", "shared/Sync")
            from line in file.Lines
            where line.StartsWith("using System.Net", StringComparison.Ordinal) && line != "using System.Net.Http.Headers;"
            select $"{file.Path}: {line}";

        Assert.DoesNotContain(users, u => !u.EndsWith("using System.Net;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shared/Kubernetes/Diff")]
    [InlineData("shared/Kubernetes/Health")]
    [InlineData("shared/Kubernetes/Masking")]
    [InlineData("shared/Rendering")]
    public void A_pure_folder_neither_waits_nor_speaks(string folder)
    {
        string[] impure = ["HttpClient", "System.Net.Http", "Azure.", "System.Diagnostics.Process", "Process.Start", "Connections"];

        var files = Checkout.Code(folder).Where(f => f.Lines.Any(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)
            && l.StartsWith("using ", StringComparison.Ordinal) && impure.Any(i => l.Contains(i, StringComparison.Ordinal))));

        Assert.Empty(files.Select(f => f.Path));
    }

    [Fact]
    public void Nothing_references_the_functions()
    {
        var users = Checkout.Files([".csproj"], "shared").Where(f => f.Lines.Any(l => l.Contains("Functions.csproj", StringComparison.Ordinal)));

        Assert.Empty(users.Select(f => f.Path));
    }
}
