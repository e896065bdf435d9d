using System.Globalization;
using Plumbline.Core.Json;
using Plumbline.Core.Problems;
using Plumbline.Core.Sources;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Kustomize.Building;
using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize;

/// <summary>
/// Builds a kustomization in-process: the objects, order, text and errors of <c>kustomize build</c> 5.8.1, read from a source
/// tree, with an exact record of what was read.
/// </summary>
public static class KustomizeBuild
{
    /// <summary>Builds the kustomization in <paramref name="directory"/>. Never throws for what the source holds.</summary>
    /// <param name="tree">The source.</param>
    /// <param name="directory">The kustomization's folder.</param>
    /// <param name="options">Switches, overrides, budgets, ports.</param>
    /// <param name="token">Stops the build between steps.</param>
    public static KustomizeResult Run(ISourceTree tree, RepoPath directory, KustomizeOptions options, CancellationToken token)
    {
        var key = options.Cache is null || options.Charts is not null || options.RemoteBases is not null ? null : OptionsKey(options);
        if (key is not null && options.Cache!.Find(tree, directory, key) is { } known)
        {
            return known;
        }

        var recorder = new RecordingSourceTree(tree);
        var context = new BuildContext(options, token);
        var result = Run(recorder, directory, context);
        if (key is not null)
        {
            options.Cache!.Keep(directory, key, result);
        }

        return result;
    }

    private static KustomizeResult Run(RecordingSourceTree tree, RepoPath directory, BuildContext context)
    {
        try
        {
            var entry = directory.IsRoot ? null : tree.Find(directory);
            if (!directory.IsRoot && entry is not { Kind: SourceEntryKind.Folder })
            {
                throw new BuildException(
                    ProblemCode.PathNotFound, entry is null ? $"lstat /{directory}: no such file or directory" : $"'/{directory}': file is not directory")
                {
                    File = directory.Value,
                };
            }

            var objects = RootKustomization.Build(new SourceFolder(context, tree, directory, null));
            RepeatedKeys.CheckPrinted(objects.Items, context);
            context.CheckMisfits(objects.Items);
            foreach (var item in objects.Items)
            {
                ReadBack.Apply(item.Map);
            }

            var result = new KustomizeResult { Objects = [.. objects.Items.Select(item => item.Map)], Warnings = context.Warnings, Reads = tree.Reads };

            // Printing is part of the build: what cannot be printed fails here and not in the hands of a caller.
            _ = result.ToYaml();
            return result;
        }
        catch (BuildException e)
        {
            return Failed(e.Message, [ProblemOf(e, directory)], context, tree);
        }
        catch (ProblemException e)
        {
            return Failed(e.Problems[0].Message, e.Problems, context, tree);
        }
        catch (InsufficientExecutionStackException)
        {
            var problem = new Problem(KustomizeProblem.Budget, "The kustomization is nested too deeply.") { File = directory.Value };
            return Failed(problem.Message, [problem], context, tree);
        }
    }

    private static KustomizeResult Failed(string error, IReadOnlyList<Problem> problems, BuildContext context, RecordingSourceTree tree) =>
        new() { Error = error, Problems = problems, Warnings = context.Warnings, Reads = tree.Reads };

    private static Problem ProblemOf(BuildException e, RepoPath directory) => new(e.Code, e.Message)
    {
        File = e.File ?? (directory.IsRoot ? "kustomization.yaml" : $"{directory}/kustomization.yaml"),
        Position = e.Position,
        Hint = e.Hint,
    };

    /// <summary>A text that is equal for options that give equal results.</summary>
    private static string OptionsKey(KustomizeOptions options)
    {
        var o = options.Overrides;
        var environment = string.Join('\n', options.Environment.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{options.LoadRestriction}|{options.Reorder}|{options.EnableHelm}|{options.ManagedByLabel}|{options.MaxVisits}|{options.MaxObjects}|{options.MaxDepth}|{environment}");
        return o is null ? head : string.Join(
            '\u0001', head, o.NamePrefix, o.NameSuffix, o.Namespace, string.Join('\u0002', o.Images), string.Join('\u0002', o.Replicas), Pairs(o.CommonLabels), o.LabelWithoutSelector,
            o.LabelIncludeTemplates, o.ForceCommonLabels, Pairs(o.CommonAnnotations), o.ForceCommonAnnotations, o.CommonAnnotationsEnvsubst,
            string.Join('\u0002', o.Patches.Select(JsonTree.ToText)), string.Join('\u0002', o.Components), o.IgnoreMissingComponents);
    }

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) =>
        string.Join('\u0002', pairs.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));
}
