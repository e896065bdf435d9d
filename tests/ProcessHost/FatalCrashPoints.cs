using System.Diagnostics;
using Plumbline.Core.Faults;

namespace Plumbline.ProcessHost;

/// <summary>Kills its own process, as SIGKILL does, at the point that a file names. The file is taken away first: an order is carried out once.</summary>
/// <param name="order">Path of the file: the name of a point.</param>
internal sealed class FatalCrashPoints(string order) : ICrashPoints
{
    /// <summary>Names the variable with the path.</summary>
    public const string OrderVariable = "PROCESS_HOST_ORDER";

    /// <inheritdoc/>
    public void Reached(string point)
    {
        if (!IsOrdered(point))
        {
            return;
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();

        // The signal is on its way; nothing more happens here.
        Thread.Sleep(Timeout.Infinite);
    }

    private bool IsOrdered(string point)
    {
        try
        {
            if (!File.Exists(order) || File.ReadAllText(order) != point)
            {
                return false;
            }

            File.Move(order, $"{order}.done", overwrite: true);
            return true;
        }
        catch (IOException)
        {
            // Another thread, or another host, was faster.
            return false;
        }
    }
}
