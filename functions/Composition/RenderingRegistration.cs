using Microsoft.Extensions.DependencyInjection;
using Plumbline.Core.Charts;
using Plumbline.Core.Rendering;
using Plumbline.Rendering.Sources;

namespace Plumbline.Functions.Composition;

/// <summary>Registers the renderers.</summary>
internal static class RenderingRegistration
{
    /// <summary>Adds <see cref="ISourceRenderer"/> and <see cref="IChartArchives"/>: one instance each, because they keep what they parsed.</summary>
    public static IServiceCollection AddRendering(this IServiceCollection services, RenderingOptions options) => services
        .AddSingleton<IChartArchives, ChartArchives>(_ => new ChartArchives())
        .AddSingleton<ISourceRenderer>(s => new SourceRenderer(s.GetRequiredService<TimeProvider>(), options));
}
