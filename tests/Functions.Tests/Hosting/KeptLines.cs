using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Plumbline.Functions.Tests.Hosting;

/// <summary>Keeps every line that is logged, with its values and its failure.</summary>
internal sealed class KeptLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<string> All => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IReadOnlyList<KeyValuePair<string, object?>> list ? string.Join(' ', list.Where(v => v.Key != "{OriginalFormat}").Select(v => v.Value)) : "";
        _lines.Enqueue($"{eventId.Name} {formatter(state, exception)} {values} {exception}");
    }

    public void Dispose()
    {
    }
}
