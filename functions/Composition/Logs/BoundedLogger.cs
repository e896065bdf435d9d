using Microsoft.Extensions.Logging;

namespace Plumbline.Functions.Composition.Logs;

/// <summary>A logger that takes no more than so much of anything: long and misleading values, and lines beyond the pace (T-LOG). What is critical always passes.</summary>
internal sealed partial class BoundedLogger(ILogger inner, string category, LogPace pace) : ILogger
{
    // The names by which our events say whose they are.
    private static readonly string[] Sources = ["App", "Repository", "Cluster", "Route", "Queue", "Function"];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
        {
            return;
        }

        var values = state as IReadOnlyList<KeyValuePair<string, object?>>;
        if (logLevel < LogLevel.Critical)
        {
            var subject = new LogSubject(category, eventId.Id, SourceOf(values));
            var (passes, leftOut) = pace.Take(subject);
            if (!passes)
            {
                return;
            }

            if (leftOut > 0)
            {
                Events.LeftOut(inner, leftOut, eventId.Name ?? $"{eventId.Id}", subject.Source);
            }
        }

        if (values is not null && CleanState.Of(values) is { } clean)
        {
            inner.Log(logLevel, eventId, clean, exception, static (s, _) => s.ToString());
        }
        else
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private static string SourceOf(IReadOnlyList<KeyValuePair<string, object?>>? values)
    {
        for (var i = 0; i < values?.Count; i++)
        {
            if (Sources.Contains(values[i].Key) && values[i].Value is string source)
            {
                return LogText.Clean(source, 200);
            }
        }

        return "";
    }

    private static partial class Events
    {
        [LoggerMessage(EventId = 4151, EventName = "LinesLeftOut", Level = LogLevel.Warning, Message = "{Count} more lines of {Event} about '{Source}' came in a minute and were left out")]
        public static partial void LeftOut(ILogger logger, int count, string @event, string source);
    }
}
