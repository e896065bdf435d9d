using Plumbline.Rendering.Kustomize.Objects;

namespace Plumbline.Rendering.Kustomize.Transforms;

/// <summary>Changes the objects of a build.</summary>
internal interface ITransformer
{
    void Apply(ObjectSet objects);
}

/// <summary>A transformer that is one function.</summary>
internal sealed class Transformer(Action<ObjectSet> apply) : ITransformer
{
    public void Apply(ObjectSet objects) => apply(objects);
}
