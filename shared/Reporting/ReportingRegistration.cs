using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plumbline.Core.Faults;
using Plumbline.Core.Ledger;
using Plumbline.Core.Messages;
using Plumbline.Core.Reporting;

namespace Plumbline.Reporting;

/// <summary>Registers this library.</summary>
public static class ReportingRegistration
{
    /// <summary>Adds the handler. Statuses and chat are told only where the caller registered <see cref="ICommitStatuses"/> and <see cref="IChat"/>.</summary>
    public static IServiceCollection AddReporting(this IServiceCollection services, ReportingSettings settings) => services
        .AddSingleton<ReportStore>()
        .AddSingleton(s => new ReportHandler(
            s.GetRequiredService<ReportStore>(), s.GetRequiredService<AppLedger>(), s.GetService<ICommitStatuses>(), s.GetService<IChat>(),
            s.GetRequiredService<IMessageQueue>(), s.GetRequiredService<ICrashPoints>(), s.GetRequiredService<TimeProvider>(), settings,
            s.GetRequiredService<ILogger<ReportHandler>>()))
        .AddSingleton<IReportHandler>(s => s.GetRequiredService<ReportHandler>())
        .AddSingleton<IReportSweep>(s => s.GetRequiredService<ReportHandler>());
}
