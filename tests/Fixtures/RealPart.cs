using Plumbline.Support.RealParts;
using Xunit;

namespace Plumbline.Fixtures;

/// <summary>
/// One real part shared by the tests of an assembly, started when the first test asks for it. Where it cannot be had, every test
/// that asks is skipped with the reason, or fails where <see cref="RealPartPolicy.IsRequired"/>.
/// </summary>
/// <typeparam name="T">The part.</typeparam>
public abstract class RealPart<T> : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly TextWriter _announcements;
    private readonly bool _isRequired;
    private T? _part;
    private RealPartUnavailableException? _refusal;
    private int _names;

    /// <summary>A part that announces on stderr that it is missing, and is required where the environment says so.</summary>
    protected RealPart()
        : this(Console.Error, RealPartPolicy.IsRequired)
    {
    }

    /// <summary>A part with a rule and a place for announcements of its own.</summary>
    protected RealPart(TextWriter announcements, bool isRequired)
    {
        _announcements = announcements;
        _isRequired = isRequired;
    }

    /// <summary>The part, started when this is the first call.</summary>
    public async Task<T> UseAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_part is null && _refusal is null)
            {
                await TryStartAsync(cancellation);
            }
        }
        finally
        {
            _gate.Release();
        }

        if (_part is { } part)
        {
            return part;
        }

        if (_isRequired)
        {
            throw new InvalidOperationException($"{_refusal!.Message} ({RealPartPolicy.RequireVariable}=1 makes this a failure)", _refusal);
        }

        Assert.Skip(_refusal!.Message);
        throw _refusal;
    }

    /// <summary>
    /// A name no other test of this run uses, for a namespace, table, queue or container: lower case letters and digits, at most
    /// <c>prefix</c> + 6 characters.
    /// </summary>
    public string UniqueName(string prefix) => $"{prefix}{Interlocked.Increment(ref _names):x}x{Environment.ProcessId & 0xff:x}";

    /// <summary>Ends the part, where it was started.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_part is { } part)
        {
            await part.DisposeAsync();
        }

        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the part.</summary>
    /// <exception cref="RealPartUnavailableException">It cannot be had here.</exception>
    protected abstract Task<T> StartAsync(CancellationToken cancellation);

    private async Task TryStartAsync(CancellationToken cancellation)
    {
        try
        {
            _part = await StartAsync(cancellation);
        }
        catch (RealPartUnavailableException e)
        {
            _refusal = e;
            await _announcements.WriteLineAsync(
                $"{(_isRequired ? "FAILED" : "SKIPPED")}: tests that need {e.Part}. {e.Message}");
        }
    }
}
