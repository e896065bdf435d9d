using System.Text;
using Plumbline.Core.Objects;
using Plumbline.Core.Problems;
using Plumbline.Core.Yaml;
using Plumbline.Rendering.Yaml;

namespace Plumbline.Rendering.Kustomize.Files;

/// <summary>Reads the one document that counts in a text that configures a build; what follows it is not looked at.</summary>
internal static class FirstDocument
{
    /// <summary>The first document; null where there is none.</summary>
    /// <exception cref="BuildException">It is not YAML; in the words of the original.</exception>
    public static Node Read(ReadOnlySpan<byte> bytes, string? path, YamlReadOptions options)
    {
        Problem? problem = null;
        if (!GoSyntax.IsDoubtful(bytes))
        {
            try
            {
                return YamlReader.ReadAll(bytes, path, options) is [var first, ..] ? first : ScalarNode.Null;
            }
            catch (ProblemException e)
            {
                problem = e.Problems[0];
            }
        }

        if (problem is not null && problem.Code is not (ProblemCode.YamlSyntax or ProblemCode.YamlEncoding))
        {
            throw YamlError.Of(problem, path, manifest: false);
        }

        var text = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        try
        {
            text = text[..GoSyntax.CheckConfiguration(text)];
        }
        catch (SyntaxFault fault)
        {
            throw new BuildException(ProblemCode.YamlSyntax, $"yaml: {fault.OfConfiguration}")
            {
                Position = problem?.Position ?? new SourcePosition(fault.Line, 1),
                MalformedYaml = true,
            };
        }

        try
        {
            return YamlReader.ReadAll(text, path, options) is [var first, ..] ? first : ScalarNode.Null;
        }
        catch (ProblemException e)
        {
            throw YamlError.Of(e.Problems[0], path, manifest: false);
        }
    }
}
