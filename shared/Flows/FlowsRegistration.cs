using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Faults;
using Plumbline.Core.Gates;
using Plumbline.Core.Messages;
using Plumbline.Core.Reporting;
using Plumbline.Flows.Slack;

namespace Plumbline.Flows;

/// <summary>Registers this library.</summary>
public static class FlowsRegistration
{
    /// <summary>Adds the handler of chat decisions; a press answers in chat only where the caller registered <see cref="IChat"/>.</summary>
    public static IServiceCollection AddFlows(this IServiceCollection services, SlackGateOptions slack) => services
        .AddSingleton(slack)
        .AddSingleton<IInteractionHandler>(s => new SlackInteractionHandler(
            slack, s.GetRequiredService<GateStore>(), s.GetRequiredService<PressMemory>(), s.GetRequiredService<Wakes>(), s.GetService<IChat>(),
            s.GetRequiredService<ICrashPoints>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<SlackInteractionHandler>>()));
}
