using System.Diagnostics;
using System.Globalization;

namespace Plumbline.Support.Processes;

/// <summary>
/// A program that lives no longer than this process, however this process ends.
/// </summary>
/// <remarks>
/// A small shell stands between the two and holds the reading end of a pipe. When the writing end closes, because the handle was
/// disposed or because the parent died by any signal, the shell ends the program. <c>PR_SET_PDEATHSIG</c> alone will not do: it
/// follows the thread that started the program, and the threads of .NET's pool come and go.
/// </remarks>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 60;

    // $1 is the signal. The watcher must not hold the program's stdout open, nor may the program hold the pipe. The program's own
    // process says its id before it becomes the program, so that no line of the program can come before it.
    private const string Watchdog = """
        signal=$1; shift
        exec 3<&0 </dev/null
        sh -c 'echo "$$"; exec "$@"' sh "$@" 3<&- &
        child=$!
        (
          while read -r _ <&3; do :; done
          if [ "$signal" = TERM ]; then
            kill -TERM "$child"
            i=0; while [ $i -lt 20 ] && kill -0 "$child"; do sleep 0.1; i=$((i+1)); done
          fi
          kill -KILL "$child"
        ) >/dev/null 2>&1 &
        watcher=$!
        exec 3<&- >/dev/null 2>&1
        wait "$child"; status=$?
        kill -KILL "$watcher"
        exit $status
        """;

    private readonly Process _shell;
    private readonly ChildProcessOptions _options;
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource<int> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    private ChildProcess(Process shell, ChildProcessOptions options)
    {
        _shell = shell;
        _options = options;
    }

    /// <summary>What messages call it.</summary>
    public string Name => _options.Name;

    /// <summary>The program's process id (not the watching shell's).</summary>
    public int Id { get; private set; }

    /// <summary>Whether the program is gone.</summary>
    public bool HasExited => _disposed != 0 || _shell.HasExited;

    /// <summary>The last lines it wrote, oldest first, for messages about what went wrong.</summary>
    public string LastLines
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts a program.</summary>
    /// <exception cref="InvalidOperationException">The program cannot be started.</exception>
    public static async Task<ChildProcess> StartAsync(ChildProcessOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        var child = new ChildProcess(new Process { StartInfo = StartInfo(options) }, options);
        child._shell.OutputDataReceived += (_, received) => child.ReceiveOutput(received.Data);
        child._shell.ErrorDataReceived += (_, received) => child.Receive(received.Data);
        child._shell.Start();
        child._shell.BeginOutputReadLine();
        child._shell.BeginErrorReadLine();
        try
        {
            child.Id = await child._id.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }

        return child;
    }

    /// <summary>Waits for the program's own end and answers its exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _shell.WaitForExitAsync(cancellation);
        return _shell.ExitCode;
    }

    /// <summary>Ends the program and waits until it is gone. Safe to call twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            _shell.StandardInput.Close();
        }
        catch (IOException)
        {
            // The shell is gone, and the pipe with it.
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _shell.WaitForExitAsync(limit.Token);
        _shell.Dispose();
    }

    private static ProcessStartInfo StartInfo(ChildProcessOptions options)
    {
        // A session of its own, where that can be had: Ctrl+C in a terminal then reaches the parent alone, which stops in order.
        var setsid = ExecutableFinder.Find("setsid");
        var shell = ExecutableFinder.Find("sh")
            ?? throw new InvalidOperationException($"{options.Name} needs a Unix shell to be started, and there is no sh on the PATH");
        var start = new ProcessStartInfo(setsid ?? shell)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = options.WorkingFolder ?? string.Empty,
        };
        string[] head = [.. setsid is null ? Array.Empty<string>() : [shell], "-c", Watchdog, "sh", options.Stop == StopSignal.Kill ? "KILL" : "TERM", options.File];
        foreach (var argument in head.Concat(options.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // The first line of stdout is the program's process id; the end of stdout without one means that nothing was started.
    private void ReceiveOutput(string? line)
    {
        if (_id.Task.IsCompleted)
        {
            Receive(line);
        }
        else if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            _id.SetResult(id);
        }
        else
        {
            _id.SetException(new InvalidOperationException($"{Name} did not start: {line ?? "its shell ended"}"));
        }
    }

    private void Receive(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }

        _options.OnLine?.Invoke(line);
    }
}
