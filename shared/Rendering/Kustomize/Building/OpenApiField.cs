using Plumbline.Rendering.Kustomize.Files;
using Plumbline.Rendering.Kustomize.Schema;

namespace Plumbline.Rendering.Kustomize.Building;

/// <summary>The field <c>openapi</c>: which schema tells how lists are merged, in the whole build.</summary>
internal static class OpenApiField
{
    /// <summary>Sets the schema of the build where <paramref name="kustomization"/> names one.</summary>
    public static void Load(SourceFolder folder, Kustomization kustomization)
    {
        if (kustomization.OpenApi is not { } openApi)
        {
            return;
        }

        var hasVersion = openApi.TryGetValue("version", out var version);
        if (openApi.TryGetValue("path", out var path))
        {
            var document = ConfigReader.Read(folder, path);
            if (hasVersion)
            {
                throw new BuildException("builtin version and custom schema provided, cannot use both");
            }

            // The original ends itself over such a file.
            folder.Context.SetSchema(document.IsNull ? throw new BuildException($"invalid schema file: '{path}' is empty") : BuildSchema.Of(document));
        }
        else if (hasVersion && version is not ("" or "v1.21.2"))
        {
            throw new BuildException("the specified OpenAPI version is not built in");
        }
        else if (hasVersion && version!.Length > 0)
        {
            folder.Context.SetSchema(BuildSchema.BuiltIn);
        }
    }
}
