using Plumbline.Rendering.Helm.Template.Parse;

namespace Plumbline.Rendering.Helm.Template;

/// <summary>Templates by name, over those of an outer scope: what Go gets by cloning all templates for <c>tpl</c>.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, Tree> _trees = new(StringComparer.Ordinal);

    /// <summary>The template of that name, or null.</summary>
    public Tree? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._trees.TryGetValue(name, out var tree))
            {
                return tree;
            }
        }

        return null;
    }

    /// <summary>Adds what a file defines. A blank template does not replace a known one.</summary>
    public void Add(ParsedFile file)
    {
        foreach (var (name, tree) in file.Trees)
        {
            if (!tree.Root.IsBlank || Find(name) is null)
            {
                _trees[name] = tree;
            }
        }
    }

    private TemplateScope? Outer { get; } = outer;
}
