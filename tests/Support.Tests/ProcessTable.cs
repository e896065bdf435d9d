namespace Plumbline.Support.Tests;

/// <summary>Which processes there are, by /proc.</summary>
internal static class ProcessTable
{
    /// <summary>Whether a process is there and not just waiting to be buried by its parent.</summary>
    public static bool IsAlive(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
