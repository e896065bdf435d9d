namespace Plumbline.Rendering.Helm.Template.Parse;

/// <summary>What a template file parses to.</summary>
/// <param name="Main">The tree of the file's own text.</param>
/// <param name="Trees">All trees by name, the main one included unless a definition of its name replaced it.</param>
internal sealed record ParsedFile(Tree Main, IReadOnlyDictionary<string, Tree> Trees);
