using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Generators;
using Plumbline.Rendering.Kustomize.Names;
using Plumbline.Rendering.Kustomize.Objects;
using Plumbline.Rendering.Kustomize.Schema;
using Plumbline.Rendering.Kustomize.Transforms;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>Builds one kustomization: gathers its resources, then runs its generators, components, transformers and validators.</summary>
internal sealed class KustomizationBuilder
{
    private readonly SourceFolder _folder;
    private readonly Kustomization _kustomization;
    private readonly IReadOnlyList<string> _metadata;
    private readonly string _chartNamespace;
    private Origin? _origin;

    /// <summary>Begins with <paramref name="parent"/>, the one that names this kustomization, or with none for the root.</summary>
    public KustomizationBuilder(SourceFolder folder, Kustomization kustomization, KustomizationBuilder? parent)
    {
        _folder = folder;
        _kustomization = kustomization;
        _metadata = parent?._metadata ?? kustomization.BuildMetadata;
        _origin = parent?._origin ?? (parent is null && _metadata.Count > 0 ? new Origin("") : null);
        _chartNamespace = kustomization.Namespace.Length > 0 ? kustomization.Namespace : parent?._chartNamespace ?? "";
    }

    /// <summary>The objects and settings this kustomization yields, together with those that were there before.</summary>
    public Accumulator Accumulate(Accumulator into)
    {
        Prefixed("accumulating resources", () => Resources(into, _kustomization.Resources));
        into.MergeConfig(TransformerConfig.Default.Merge(ConfigurationFiles.Read(_folder, _kustomization.Configurations)));
        Prefixed($"loading CRDs [{string.Join(' ', _kustomization.Crds)}]", () => into.MergeConfig(ConfigurationFiles.ReadCrds(_folder, _kustomization.Crds)));
        Generate(into);
        Prefixed("accumulating components", () => into = Components(into));
        Transform(into);
        Validate(into);
        Prefixed($"merging vars [{string.Join(' ', _kustomization.Vars.Select(v => v.Written))}]", () => into.MergeVars(_kustomization.Vars));
        _folder.Context.CheckObjects(into.Objects.Count);
        return into;
    }

    private static void Prefixed(string prefix, Action action)
    {
        try
        {
            action();
        }
        catch (BuildException e)
        {
            throw new BuildException(prefix, e);
        }
    }

    private void Resources(Accumulator into, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            BuildException fileError;
            try
            {
                AddFile(into, path);
                continue;
            }
            catch (BuildException e)
            {
                fileError = e;
            }

            SourceFolder folder;
            try
            {
                folder = _folder.Go(path);
            }
            catch (BuildException e)
            {
                throw fileError.MalformedYaml || fileError.Code == KustomizeProblem.Budget ? fileError : Both(fileError, e);
            }

            try
            {
                AddFolder(into, folder, path);
            }
            catch (BuildException e)
            {
                throw Both(fileError, e, ofFolder: true);
            }
        }
    }

    private static BuildException Both(BuildException file, BuildException folder, bool ofFolder = false)
    {
        var cause = ofFolder || folder.Code == KustomizeProblem.Refused ? folder : file;
        return new BuildException(cause.Code, $"accumulation err='{file.Message}': {folder.Message}")
        {
            File = cause.File,
            Position = cause.Position,
            Hint = cause.Hint,
            MalformedYaml = folder.MalformedYaml,
        };
    }

    private void AddFile(Accumulator into, string path)
    {
        List<KObject> items;
        try
        {
            items = ManifestReader.Read(_folder, path);
            if (items.Count > 1)
            {
                // What one file holds twice is told of the file, before it meets what others hold.
                new ObjectSet().AppendAll(items);
            }
        }
        catch (BuildException e)
        {
            throw new BuildException($"accumulating resources from '{path}'", e);
        }

        if (_origin is not null)
        {
            var origin = _origin.Append(path).Text();
            items.ForEach(item => item.Origin = origin);
        }

        try
        {
            into.Objects.AppendAll(items);
        }
        catch (BuildException e)
        {
            throw new BuildException($"merging resources from '{path}'", e);
        }
    }

    private void AddFolder(Accumulator into, SourceFolder folder, string path)
    {
        var child = Child(folder, path, component: false);
        Accumulator gathered;
        try
        {
            gathered = child.Accumulate(new Accumulator());
        }
        catch (BuildException e)
        {
            throw new BuildException($"recursed accumulation of path '{SourceFolder.Shown(folder.Root)}'", e);
        }

        try
        {
            into.Merge(gathered);
        }
        catch (BuildException e)
        {
            throw new BuildException($"recursed merging from path '{SourceFolder.Shown(folder.Root)}'", e);
        }
    }

    private KustomizationBuilder Child(SourceFolder folder, string path, bool component)
    {
        folder.Context.Visit(folder.Root, folder.Depth);
        Kustomization kustomization;
        try
        {
            kustomization = KustomizationReader.Read(folder);
        }
        catch (BuildException e)
        {
            throw new BuildException($"couldn't make target for path '{SourceFolder.Shown(folder.Root)}'", e);
        }

        OpenApiField.Load(folder, kustomization);
        if (component && kustomization.Kind != Kustomization.ComponentKind)
        {
            throw new BuildException($"expected kind '{Kustomization.ComponentKind}' for path '{SourceFolder.Shown(folder.Root)}' but got '{kustomization.Kind}'");
        }

        if (!component && kustomization.Kind == Kustomization.ComponentKind)
        {
            throw new BuildException($"expected kind != '{Kustomization.ComponentKind}' for path '{SourceFolder.Shown(folder.Root)}'");
        }

        return new KustomizationBuilder(folder, kustomization, this) { _origin = _origin?.Append(path) };
    }

    private Accumulator Components(Accumulator into)
    {
        foreach (var path in _kustomization.Components)
        {
            SourceFolder folder;
            try
            {
                folder = _folder.Go(path);
            }
            catch (BuildException e)
            {
                throw new BuildException(e.Code, $"loader.New {GoText.Quote(e.Message)}") { File = e.File, Hint = e.Hint };
            }

            try
            {
                var child = Child(folder, path, component: true);
                try
                {
                    into = child.Accumulate(into);
                }
                catch (BuildException e)
                {
                    throw new BuildException($"recursed accumulation of path '{SourceFolder.Shown(folder.Root)}'", e);
                }

                // A component works on its parent's objects; the original then gathers all of it anew.
                var (before, anew) = (into, new Accumulator());
                Prefixed($"recursed merging from path '{SourceFolder.Shown(folder.Root)}'", () => anew.Merge(before));
                into = anew;
            }
            catch (BuildException e)
            {
                throw new BuildException(e.Code, $"accumulateDirectory: {GoText.Quote(e.Message)}") { File = e.File, Position = e.Position, Hint = e.Hint };
            }
        }

        return into;
    }

    private void Generate(Accumulator into)
    {
        // All are made before any is taken in, so that a mistake in a later one is told first, as in the original.
        var made = new List<(IReadOnlyList<KObject> Items, Origin? Origin)>();
        foreach (var entry in _kustomization.ConfigMaps)
        {
            made.Add(([Generated(entry, secret: false)], Configured("ConfigMapGenerator")));
        }

        foreach (var entry in _kustomization.Secrets)
        {
            made.Add(([Generated(entry, secret: true)], Configured("SecretGenerator")));
        }

        foreach (var chart in _kustomization.HelmCharts)
        {
            made.Add((ChartObjects.Of(_folder, _kustomization.HelmGlobals, chart, _chartNamespace), Configured("HelmChartInflationGenerator")));
        }

        foreach (var config in GeneratorPlugins())
        {
            made.Add((ByGenerator(config), ByPlugin(config)));
        }

        foreach (var (items, origin) in made)
        {
            foreach (var item in items)
            {
                item.Origin ??= origin?.Text();
                try
                {
                    into.Objects.Absorb(item);
                }
                catch (BuildException e)
                {
                    throw new BuildException("merging from generator", e);
                }
            }
        }
    }

    private IReadOnlyList<KObject> ByGenerator(KObject config)
    {
        Func<IReadOnlyList<KObject>> generate = () => [];
        Prefixed("loading generator plugins: failed to load generator", () => generate = PluginLoader.Generator(config, _folder));
        return generate();
    }

    private IReadOnlyList<KObject> GeneratorPlugins()
    {
        IReadOnlyList<KObject> plugins = [];
        Prefixed("loading generator plugins", () => plugins = Plugins(_kustomization.Generators, "configuring external generator"));
        return plugins;
    }

    private KObject Generated(GeneratorEntry entry, bool secret) =>
        ObjectGenerator.Generate(entry, GeneratorOptions.Merge(entry.Options, _kustomization.GeneratorOptions), _folder, secret);

    private Origin? Configured(string kind) => _origin is null ? null : new Origin("", Origin.Join(_origin.Path, _kustomization.FileName), kind);

    private Origin? ByPlugin(KObject config) => _origin is null ? null
        : new Origin("", config.Origin is { } text ? OriginMarks.PathOf(text) : "", config.Kind, config.Name, config.ApiVersion, config.Namespace);

    /// <summary>The objects that configure plugins: written in place, in files, or made by other kustomizations.</summary>
    private IReadOnlyList<KObject> Plugins(IReadOnlyList<string> entries, string prefix)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var gathered = new Accumulator();
        var paths = new List<string>();
        foreach (var entry in entries)
        {
            List<KObject> inline;
            try
            {
                inline = ManifestReader.ReadInline(entry, _folder.Context);
            }
            catch (BuildException)
            {
                paths.Add(entry);
                continue;
            }

            var origin = _origin?.Append(_kustomization.FileName).Text();
            inline.ForEach(item => item.Origin = origin);
            Prefixed(prefix, () => gathered.Objects.AppendAll(inline));
        }

        Resources(gathered, paths);
        return gathered.Objects.Items;
    }

    private void Transform(Accumulator into)
    {
        var transformers = new TransformerList(_kustomization, _folder, into.Config).Make()
            .Select(t => (t.Transformer, Origin: Configured(t.Kind))).ToList();
        foreach (var config in Plugins(_kustomization.Transformers, "configuring external transformer"))
        {
            transformers.Add((PluginLoader.Transformer(config, _folder), ByPlugin(config)));
        }

        foreach (var (transformer, origin) in transformers)
        {
            transformer.Apply(into.Objects);
            foreach (var item in into.Objects.Items)
            {
                item.Shared?.Settle();
            }

            if (origin is not null)
            {
                OriginMarks.Mark(into.Objects, origin);
            }

            into.Objects.DropEmpty();
        }
    }

    private void Validate(Accumulator into)
    {
        foreach (var config in Plugins(_kustomization.Validators, "configuring external transformer"))
        {
            var before = into.Objects.Items.Select(item => item.Root is { } root ? ClaimedMemory.Shown(item, root) : null).ToList();
            PluginLoader.Transformer(config, _folder).Apply(into.Objects);
            if (before.Count != into.Objects.Count)
            {
                throw new BuildException($"validator shouldn't modify the resource map: lists have different number of entries: {before.Count} != {into.Objects.Count}");
            }

            foreach (var (old, item) in before.Zip(into.Objects.Items))
            {
                if (old is not null && BuildAnnotations.WithoutValidatedBy(item) is { } left && ClaimedMemory.Shown(item, left) is var now && !Node.DeepEquals(old, now))
                {
                    throw new BuildException($"validator shouldn't modify the resource map: {Changed(old, now)}");
                }
            }
        }
    }

    private static string Changed(Node old, Node now)
    {
        var id = new KObject((MapNode)old).Id;
        return id == new KObject((MapNode)now).Id
            ? $"nodes unequal: \n -- {GoJson.Compact(old)},\n -- {GoJson.Compact(now)}\n"
            : $"id in self missing from other; id: {id}";
    }
}
